import API
import Diagnostics
import HTTP
import Journal
import Platform

/// What makes a repeated request answer what the first one did: the caller's key, and the hash of the body that it
/// belongs to.
struct IdempotencyKey {
  let key: String?
  let bodyHash: String

  /// - Throws: `invalid_request` for a key that is no plain text of 1 to 255 characters.
  init(_ request: HTTPRequest) throws {
    key = request.headers[HeaderName.idempotencyKey]
    if let key {
      let isPlain = key.utf8.allSatisfy { (0x21...0x7e).contains($0) }
      guard !key.isEmpty, key.utf8.count <= 255, isPlain else {
        throw AghError(
          .invalidRequest, "\(HeaderName.idempotencyKey) must be 1 to 255 visible ASCII characters")
      }
    }
    bodyHash = try Hex.encode(SHA256().hash(request.body))
  }
}
