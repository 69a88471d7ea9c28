import ACP
import Platform

/// What a failed file operation is told to the agent as (contract: sessions §15).
enum PathFailure {
  static func rpcError(_ error: SystemError, path: String, verb: String) -> RPCError {
    if error.isEscape {
      .invalidParams("acp: path outside session workspace: \(path)")
    } else if path.isEmpty || path.utf8.contains(0) {
      .invalidParams("acp: invalid path: request path is required")
    } else {
      .internalError("acp: \(verb) \"\(path)\": \(error.reason)")
    }
  }
}
