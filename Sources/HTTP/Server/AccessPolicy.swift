/// Decides by head and sender whether a request is let through. Stops web pages that reach for a local server (DNS
/// rebinding, cross-site requests) and other users of the host; it does not replace authentication.
public struct AccessPolicy: Sendable {
  /// Host names and addresses, in lower case and without port, that may stand in `Host` over TCP; everything else is
  /// 421. Over the Unix socket any host will do.
  public var allowedHosts: Set<String> = ["localhost", "127.0.0.1", "::1"]
  /// The users who may use the Unix socket, others get 403; nil admits everyone the file's mode admits.
  public var allowedUserIDs: Set<UInt32>?
  /// Whether a body of a POST, PUT, PATCH or DELETE must be declared as JSON, otherwise 415. A page of another origin
  /// cannot send that type without asking first.
  public var requiresJSONBodies = true

  /// The defaults above.
  public init() {}

  func check(_ head: RequestHead, from peer: Peer) throws(HTTPError) {
    switch peer {
    case .unix(let uid, _):
      if let allowedUserIDs, !allowedUserIDs.contains(uid) {
        throw HTTPError(.peerNotAllowed, "user \(uid) may not use this socket")
      }
    case .tcp:
      guard let host = Authority(head.host)?.host, allowedHosts.contains(host) else {
        throw HTTPError(.hostNotAllowed, "this server does not answer for the host \(head.host)")
      }
    }
    try checkOrigin(head)
    try checkMediaType(head)
  }

  private func checkOrigin(_ head: RequestHead) throws(HTTPError) {
    let refusal = HTTPError(.originNotAllowed, "origin not allowed")
    for site in head.headers.values("Sec-Fetch-Site") where site != "same-origin" && site != "none" { throw refusal }
    for origin in head.headers.values("Origin") {
      let scheme = origin.hasPrefix("https://") ? "https://" : "http://"
      let port: UInt16 = scheme == "https://" ? 443 : 80
      guard origin.hasPrefix(scheme), let from = Authority(String(origin.dropFirst(scheme.count))),
        let to = Authority(head.host), from.host == to.host, from.port ?? port == to.port ?? port
      else { throw refusal }
    }
  }

  private func checkMediaType(_ head: RequestHead) throws(HTTPError) {
    guard requiresJSONBodies, head.hasBody, ["POST", "PUT", "PATCH", "DELETE"].contains(head.method) else { return }
    let type = head.headers["Content-Type"]?.split(separator: ";").first.map {
      FieldSyntax.trimmed(Array($0.utf8)[...])
    }
    guard let type, equalIgnoringCase(String(decoding: type, as: UTF8.self), "application/json") else {
      throw HTTPError(.unsupportedMediaType, "send the body with Content-Type: application/json")
    }
  }
}
