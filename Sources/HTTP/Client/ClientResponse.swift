/// A response with its whole body.
public struct ClientResponse: Sendable {
  /// The status code.
  public var status: Int
  /// The header fields.
  public var headers: HTTPHeaders
  /// The whole body.
  public var body: [UInt8]
}
