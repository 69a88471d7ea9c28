import Diagnostics
import HTTP
import JSON

/// The daemon went away between the request and the end of its answer: what it did is not known.
struct ConnectionLost: Error {
  let call: APICall
  let socketPath: String

  /// The error for a command that does not wait for the next daemon.
  var error: AghError {
    DaemonUnavailable.error(
      "AGH daemon went away while answering \(call.method) \(call.path).", cause: .connectionLost, call: call,
      socketPath: socketPath)
  }
}

/// The contract's diagnostic of a daemon that cannot be reached.
enum DaemonUnavailable {
  static func error(
    _ message: String, cause: HTTPClientError, call: APICall, socketPath: String,
    next: String = "agh daemon start"
  ) -> AghError {
    let item = DiagnosticItem(
      id: "cli.daemon_unavailable", code: ErrorCode.daemonUnavailable.rawValue, severity: .error, category: .daemon,
      title: "Daemon unavailable", message: message, suggestedCommand: next, freshness: .offline,
      evidence: [
        "cause": .string(cause.description), "method": .string(call.method), "path": .string(call.path),
        "socket_path": .string(socketPath),
      ])
    return AghError(.daemonUnavailable, "Daemon unavailable: \(message)", next: next, diagnostic: item)
  }
}
