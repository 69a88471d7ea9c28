public import JSON
public import Platform

/// How important a line of the log is.
public enum LogLevel: String, Sendable, CaseIterable, Comparable {
  case debug, info, warn, error

  /// Orders by importance.
  public static func < (left: LogLevel, right: LogLevel) -> Bool { left.rank < right.rank }

  private var rank: Int {
    switch self {
    case .debug: 0
    case .info: 1
    case .warn: 2
    case .error: 3
    }
  }
}

/// Writes what happens as lines of JSON: `{"time", "level", "msg", …}` (contract: operations §10.1).
///
/// A value that is passed to whoever logs. Secrets are gone before a line leaves it; a message that is not important
/// enough is not even built.
public struct Logger: Sendable {
  private let level: LogLevel
  private let clock: any Clock
  private let redactor: Redactor
  private let output: @Sendable ([UInt8]) -> Void

  /// Makes a logger.
  ///
  /// - Parameters:
  ///   - level: the least important lines that are written.
  ///   - output: takes one line with its line end; may be called from any thread.
  public init(
    level: LogLevel, clock: any Clock = SystemClock(), redactor: Redactor,
    output: @escaping @Sendable ([UInt8]) -> Void
  ) {
    self.level = level
    self.clock = clock
    self.redactor = redactor
    self.output = output
  }

  /// A logger that writes nothing.
  public static let silent = Logger(level: .error, redactor: Redactor()) { _ in }

  /// What only somebody who looks into the program wants to know.
  public func debug(_ message: @autoclosure () -> String, _ attributes: @autoclosure () -> JSONObject = [:]) {
    log(.debug, message(), attributes())
  }

  /// What happens.
  public func info(_ message: @autoclosure () -> String, _ attributes: @autoclosure () -> JSONObject = [:]) {
    log(.info, message(), attributes())
  }

  /// What an operator should look at some time.
  public func warn(_ message: @autoclosure () -> String, _ attributes: @autoclosure () -> JSONObject = [:]) {
    log(.warn, message(), attributes())
  }

  /// What went wrong.
  public func error(_ message: @autoclosure () -> String, _ attributes: @autoclosure () -> JSONObject = [:]) {
    log(.error, message(), attributes())
  }

  /// Writes a line of that level.
  public func log(
    _ level: LogLevel, _ message: @autoclosure () -> String, _ attributes: @autoclosure () -> JSONObject = [:]
  ) {
    guard level >= self.level else { return }
    var line: JSONObject = [
      "time": .string(clock.now().rfc3339), "level": .string(level.rawValue.uppercased()),
      "msg": .string(redactor.redact(message())),
    ]
    for member in redactor.redact(attributes()).members { line[member.key] = member.value }
    output(JSONValue.object(line).serialize() + [UInt8(ascii: "\n")])
  }
}
