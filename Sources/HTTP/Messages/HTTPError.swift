/// A request that is answered with an error before or instead of its handler. The server passes it to the caller's
/// closure, which makes the response; nothing here decides what a body looks like.
public struct HTTPError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The kinds of refusal. The raw value is a stable code.
  public enum Kind: String, Sendable, CaseIterable {
    /// The bytes are no acceptable HTTP/1.1 request.
    case malformedRequest = "malformed_request"
    /// No route has this path.
    case notFound = "not_found"
    /// The path is known, the method is not. The response needs the `Allow` field of `headers`.
    case methodNotAllowed = "method_not_allowed"
    /// Head or body did not arrive within their deadline.
    case requestTimeout = "request_timeout"
    /// The body is larger than the limit.
    case bodyTooLarge = "body_too_large"
    /// A body was sent that does not say it is JSON.
    case unsupportedMediaType = "unsupported_media_type"
    /// `Expect` asks for something else than `100-continue`.
    case expectationFailed = "expectation_failed"
    /// `Host` names something this server does not answer for.
    case hostNotAllowed = "host_not_allowed"
    /// The request line or the header fields are larger than the limit.
    case headTooLarge = "head_too_large"
    /// The request comes from a page of another origin.
    case originNotAllowed = "origin_not_allowed"
    /// The process at the other end belongs to another user.
    case peerNotAllowed = "peer_not_allowed"
    /// A transfer coding other than `chunked`.
    case codingNotSupported = "coding_not_supported"
    /// An HTTP version other than 1.0 and 1.1.
    case versionNotSupported = "version_not_supported"

    /// The status code.
    public var status: Int {
      switch self {
      case .malformedRequest: 400
      case .originNotAllowed, .peerNotAllowed: 403
      case .notFound: 404
      case .methodNotAllowed: 405
      case .requestTimeout: 408
      case .bodyTooLarge: 413
      case .unsupportedMediaType: 415
      case .expectationFailed: 417
      case .hostNotAllowed: 421
      case .headTooLarge: 431
      case .codingNotSupported: 501
      case .versionNotSupported: 505
      }
    }
  }

  /// The kind of refusal.
  public var kind: Kind
  /// What is wrong and what would be accepted, in one sentence.
  public var message: String
  /// Fields the response must carry.
  public var headers: HTTPHeaders

  /// An error of a kind.
  public init(_ kind: Kind, _ message: String, headers: HTTPHeaders = [:]) {
    self.kind = kind
    self.message = message
    self.headers = headers
  }

  /// The status code of the kind.
  public var status: Int { kind.status }

  /// The message.
  public var description: String { message }

  static func malformed(_ message: String) -> HTTPError { HTTPError(.malformedRequest, message) }
}
