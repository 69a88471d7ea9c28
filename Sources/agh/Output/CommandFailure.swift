import CommandModel
import Diagnostics
import JSON

/// Why a command failed, as people and programs are told.
struct CommandFailure: Error {
  /// The stable name of the failure, from the catalogue of this build or of the daemon's.
  var code: String
  /// What happened.
  var message: String
  /// What to do about it: a command to type, or one short sentence.
  var next: String
  /// The contract's diagnostic item, where there is one.
  var diagnostic: JSONValue?
  /// The exit status of the command.
  var status: ExitStatus

  /// A failure of the catalogue; its next step and exit status are the catalogue's unless given.
  init(_ code: ErrorCode, _ message: String, next: String? = nil, diagnostic: JSONValue? = nil) {
    self.code = code.rawValue
    self.message = message
    self.next = next ?? code.defaultNext
    self.diagnostic = diagnostic
    status = code.exitStatus
  }

  /// A command line that cannot be understood.
  init(_ error: UsageError) {
    self.init(.usage, error.description, next: error.helpCommand)
  }

  /// The lines for the error stream.
  func text(_ format: OutputFormat) -> String {
    switch format {
    case .human, .toon:
      let advice = next.isEmpty ? "" : "next: \(Printable.escaped(next))\n"
      return "error: \(Printable.escaped(message, keepingLines: true))\n" + advice
    case .json: return body.text + "\n"
    case .jsonl:
      let line: JSONValue = ["type": "error", "error": body]
      return line.text + "\n"
    }
  }

  private var body: JSONValue {
    .object(omittingNil: [
      "error": .string(message), "code": .string(code), "next": next.isEmpty ? nil : .string(next),
      "diagnostic": diagnostic,
    ])
  }
}
