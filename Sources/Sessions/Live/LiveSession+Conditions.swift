import Diagnostics
import Home
import JSON
import Platform

extension LiveSession {
  /// Shows what holds the session up, and writes it down once.
  func begin(_ condition: SessionCondition) {
    guard shown.begin(condition) else { return }
    environment.logger.warn("\(condition.error.message)", attributes(of: condition))
  }

  /// Shows that it is over.
  func end(_ subject: SessionCondition.Subject) {
    guard let condition = shown.end(subject) else { return }
    environment.logger.info("this is over: \(condition.error.message)", attributes(of: condition))
  }

  /// Whether the shim cannot write what the agent says.
  var isSpoolBlocked: Bool { shown.conditions.contains { $0.subject == .spool } }

  /// Takes note of what the shim says of its disk: an error number, or 0.
  func takeBlocked(_ errno: Int32) {
    if let condition = SessionCondition.spool(blockedBy: errno, of: id) { return begin(condition) }
    // As long as it waited for the disk, the agent was not silent.
    if isSpoolBlocked { supervision?.note(nil, at: environment.clock.boot()) }
    end(.spool)
  }

  private func attributes(of condition: SessionCondition) -> JSONObject {
    [
      "session_id": .string(id.text), "code": .string(condition.error.code.rawValue),
      "about": .string(condition.subject.rawValue),
    ]
  }
}
