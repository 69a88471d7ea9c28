public import HTTP

/// One operation of the API: the method and path that server and client share.
public struct Endpoint: Sendable, Hashable, CustomStringConvertible {
  /// The method.
  public let method: String
  /// The path with its captures, as the router takes it.
  public let pattern: String

  init(_ method: String, _ pattern: String) {
    self.method = method
    self.pattern = pattern
  }

  /// The path with the captures replaced in order, each value encoded.
  public func path(_ values: String...) -> String {
    var rest = values[...]
    let segments = pattern.split(separator: "/").map { segment in
      segment.first == ":" ? PercentEncoding.encode(rest.popFirst() ?? "") : String(segment)
    }
    return "/" + segments.joined(separator: "/")
  }

  /// Method and pattern.
  public var description: String { "\(method) \(pattern)" }
}

extension Router {
  /// Adds the handler of an operation.
  public mutating func on(_ endpoint: Endpoint, handler: @escaping HTTPHandler) {
    on(endpoint.method, endpoint.pattern, handler: handler)
  }
}
