/// A complete request: head and body have been received and passed every check of the server.
public struct HTTPRequest: Sendable {
  /// The method as sent. Methods are case-sensitive.
  public var method: String
  /// The path as sent: not decoded, without query.
  public var path: String
  /// The path split at `/`, then percent-decoded: `/a/b%2Fc` is `["a", "b/c"]`, `/` is empty.
  public var segments: [String]
  /// Query items in order, decoded; `+` is a space, an item without `=` has an empty value.
  public var query: [(name: String, value: String)]
  /// The header fields.
  public var headers: HTTPHeaders
  /// The whole body, transfer coding removed.
  public var body: [UInt8]
  /// Who sent it.
  public var peer: Peer
  /// What the captures of the matched route stand for, by name; `**` holds the rest of a wildcard, joined by `/`.
  public var parameters: [String: String] = [:]
  /// The pattern of the matched route: for labels and logs, where the raw path would have unbounded values.
  public var route: String?

  /// A request for a target in origin form (`/path?query`).
  ///
  /// - Throws: `HTTPError` with status 400 when the target is not acceptable.
  public init(
    _ method: String, _ target: String, headers: HTTPHeaders = [:], body: [UInt8] = [], peer: Peer
  ) throws(HTTPError) {
    let target = try RequestTarget(Array(target.utf8))
    self.init(method: method, target: target, headers: headers, body: body, peer: peer)
  }

  init(method: String, target: RequestTarget, headers: HTTPHeaders, body: [UInt8], peer: Peer) {
    self.method = method
    path = target.path
    segments = target.segments
    query = target.query
    self.headers = headers
    self.body = body
    self.peer = peer
  }

  /// The first query value of a name.
  public func queryValue(_ name: String) -> String? {
    query.first { $0.name == name }?.value
  }

  /// Every query value of a name, in order.
  public func queryValues(_ name: String) -> [String] {
    query.filter { $0.name == name }.map(\.value)
  }
}
