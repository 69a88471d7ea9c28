/// A request of the client.
public struct ClientRequest: Sendable {
  /// The method.
  public var method: String
  /// Path and query, already encoded (`PercentEncoding.encode` for each part).
  public var target: String
  /// Header fields. `Host`, `Connection` and `Content-Length` are added.
  public var headers: HTTPHeaders
  /// The body; nil sends none.
  public var body: [UInt8]?

  /// A request. A body is sent as JSON unless the headers name another type.
  public init(_ method: String, _ target: String, headers: HTTPHeaders = [:], body: [UInt8]? = nil) {
    self.method = method
    self.target = target
    self.headers = headers
    self.body = body
  }

  /// The bytes on the wire.
  var bytes: [UInt8] {
    var text = "\(method) \(target) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
    for field in headers.fields { text += "\(field.name): \(field.value)\r\n" }
    if let body {
      if headers["Content-Type"] == nil { text += "Content-Type: application/json\r\n" }
      text += "Content-Length: \(body.count)\r\n"
    }
    return Array((text + "\r\n").utf8) + (body ?? [])
  }
}
