import CommandModel
import Diagnostics
import JSON

/// Why a command failed, as people and programs are told.
struct CommandFailure: Error {
  /// The stable name of the failure, from the catalogue of this build or of the daemon's.
  let code: String
  /// What happened.
  let message: String
  /// What to do about it: a command to type, or one short sentence; empty when the message says it.
  let next: String
  /// The exit status of the command.
  let status: ExitStatus
  private let body: JSONValue

  /// A failure of the catalogue.
  init(_ error: AghError) {
    code = error.code.rawValue
    message = error.message
    next = error.next
    status = error.code.exitStatus
    body = error.body(redactor: Redactor())
  }

  /// A command line that cannot be understood.
  init(_ error: UsageError) {
    self.init(AghError(.usage, error.description, next: error.helpCommand))
  }

  /// A failure that the daemon told, of whatever version it is.
  init(body: JSONValue, httpStatus: Int) {
    let known = AghError(body: body)
    code = body["code"]?.string ?? "http_\(httpStatus)"
    message = known?.message ?? body["error"]?.string ?? "the daemon answered with status \(httpStatus)"
    next = known?.next ?? body["diagnostic"]?["suggested_command"]?.string ?? ""
    status = known?.code.exitStatus ?? .failure
    self.body = body.object == nil ? ["error": .string(message), "code": .string(code)] : body
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
}
