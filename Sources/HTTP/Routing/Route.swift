/// What answers the requests of a route.
public typealias HTTPHandler = @Sendable (HTTPRequest) async throws -> HTTPResponse

/// One entry of a router's table.
public struct Route: Sendable, CustomStringConvertible {
  /// The method.
  public let method: String
  /// The pattern of the path.
  public let pattern: RoutePattern
  let handler: HTTPHandler

  /// Method and pattern, for lists and messages.
  public var description: String { "\(method) \(pattern)" }
}
