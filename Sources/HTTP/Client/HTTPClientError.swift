public import Platform

/// Why a request got no response.
public enum HTTPClientError: Error, Sendable, Equatable, CustomStringConvertible {
  /// There is no socket at the path.
  case noSocket(path: String)
  /// A socket is there and nobody listens.
  case connectionRefused(path: String)
  /// The socket may not be used by this user.
  case permissionDenied(path: String)
  /// The server sent nothing for this long.
  case timedOut(after: Duration)
  /// The server closed the connection before the response was complete.
  case connectionLost
  /// What the server sent is no HTTP response.
  case malformedResponse(String)
  /// A wake descriptor became readable while waiting. `ClientExchange.read` may be called again and goes on where it
  /// was; a response that has not begun is given up.
  case interrupted
  /// Another system call failed.
  case system(SystemError)

  /// One sentence.
  public var description: String {
    switch self {
    case .noSocket(let path): "there is no socket at \(path)"
    case .connectionRefused(let path): "nobody listens at \(path)"
    case .permissionDenied(let path): "permission denied: \(path)"
    case .timedOut(let duration): "no answer for \(duration)"
    case .connectionLost: "the connection was closed before the response was complete"
    case .malformedResponse(let reason): "the response is malformed: \(reason)"
    case .interrupted: "interrupted"
    case .system(let error): error.description
    }
  }
}
