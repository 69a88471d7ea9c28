import API
import Diagnostics
import JSON

/// Brings an agent's requests before a person and the answers to the daemon. Where nobody can be asked it says how the
/// request can be answered from elsewhere.
final class PermissionDesk {
  private let console: Console
  private let printer: any TurnPrinter
  private let isInteractive: Bool
  private let session: String
  private var dialog = PermissionDialog()
  private var isClosed = false

  /// - Parameter isInteractive: whether questions may be put on the terminal.
  init(console: Console, printer: any TurnPrinter, isInteractive: Bool, session: String) {
    self.console = console
    self.printer = printer
    self.isInteractive = isInteractive
    self.session = session
  }

  /// What to wait for besides the daemon: the keyboard, while a question is open.
  var descriptors: [Int32] { dialog.question == nil || isClosed ? [] : [0] }

  /// Takes what a frame says about permissions.
  func take(_ value: JSONValue, dialect: TurnDialect) throws {
    guard let event = Self.permission(in: value, dialect) else { return }
    let request = PermissionRequest(event)
    if isInteractive, !isClosed {
      if dialog.take(request) { try ask() }
    } else if request.decision == nil {
      let answers = request.offered.joined(separator: " or ")
      console.say(
        "waiting for an answer: agh session approve \(session) --request-id \(request.id) --decision DECISION"
          + (answers.isEmpty ? "\n" : " (\(answers))\n"))
    }
  }

  /// Reads the keyboard when something was typed, and passes on the answers that are complete.
  func answer(through client: @autoclosure () throws -> DaemonClient, in place: SessionPlace) throws {
    guard !descriptors.isEmpty, Keyboard.isReadable else { return }
    guard let bytes = Keyboard.read() else {
      isClosed = true
      dialog.clear()
      console.say("\nnobody can answer here any more; see agh session approve --help\n")
      return
    }
    let (answers, isUnclear) = dialog.type(bytes)
    for (request, decision) in answers {
      let call = APICall(.approveSession, place)
      do {
        _ = try client().send(
          call, body: ["request_id": .string(request.id), "decision": .string(decision)])
      } catch let error as CommandFailure {
        console.say(error.text(.human))
      }
    }
    if isUnclear || !answers.isEmpty { try ask() }
  }

  private func ask() throws {
    guard let question = dialog.question else { return }
    try printer.pause()
    console.say(question)
  }

  private static func permission(in value: JSONValue, _ dialect: TurnDialect) -> JSONValue? {
    switch dialect {
    case .events: value.text("type") == "permission" ? value : nil
    case .chat: value.text("type") == "data-agh-permission" ? value["data"] : nil
    }
  }
}
