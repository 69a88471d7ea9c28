/// A table of routes and the way from a request to its handler.
///
/// Add all routes, call `validate()` once, then use copies of the value from any thread.
public struct Router: Sendable {
  /// The routes in the order they were added, those with mistakes left out.
  public private(set) var routes: [Route] = []

  private var tree = RouteTree()
  private var mistakes: [RouterError] = []

  /// A router without routes.
  public init() {}

  /// Adds a route. Mistakes (see `RoutePattern`, and two routes that match the same requests) are reported by
  /// `validate()`.
  public mutating func on(_ method: String, _ pattern: String, handler: @escaping HTTPHandler) {
    do throws(RouterError) {
      let route = Route(method: method, pattern: try RoutePattern(pattern), handler: handler)
      if let other = tree.insert(route) { throw RouterError("\(route): matches the same requests as \(other)") }
      routes.append(route)
    } catch {
      mistakes.append(error)
    }
  }

  /// Throws the first mistake in the table.
  public func validate() throws(RouterError) {
    if let mistake = mistakes.first { throw mistake }
  }

  /// Runs the handler of the route that matches.
  ///
  /// HEAD runs the GET handler unless it has a route of its own, and gets no body. OPTIONS lists the methods. A path
  /// that is known but for a `/` at its end is redirected.
  ///
  /// - Throws: `HTTPError` 404 for an unknown path and 405 for an unknown method; whatever the handler throws.
  public func respond(to request: HTTPRequest) async throws -> HTTPResponse {
    switch match(request.method, request.segments) {
    case .found(let route):
      let response = try await route.handler(Self.filled(request, route))
      return request.method == "HEAD" ? response.withoutBody() : response
    case .otherMethods(let methods):
      let allow: HTTPHeaders = ["Allow": methods.joined(separator: ", ")]
      if request.method == "OPTIONS" { return HTTPResponse(status: 204, headers: allow) }
      throw HTTPError(
        .methodNotAllowed,
        "\(request.path) does not take \(request.method); it takes \(methods.joined(separator: ", "))",
        headers: allow)
    case .none:
      if let response = redirect(request) { return response }
      throw HTTPError(.notFound, "there is nothing at \(request.path)")
    }
  }

  private enum Match {
    case found(Route)
    case otherMethods([String])
    case none
  }

  private func match(_ method: String, _ segments: [String]) -> Match {
    var methods: Set<String> = []
    var found: Route?
    tree.visit(segments) { routes in
      found = routes[method] ?? (method == "HEAD" ? routes["GET"] : nil)
      methods.formUnion(routes.keys)
      return found != nil
    }
    if let found { return .found(found) }
    if methods.isEmpty { return .none }
    if methods.contains("GET") { methods.insert("HEAD") }
    return .otherMethods(methods.union(["OPTIONS"]).sorted())
  }

  private static func filled(_ request: HTTPRequest, _ route: Route) -> HTTPRequest {
    var request = request
    request.route = route.pattern.description
    for (index, component) in route.pattern.components.enumerated() {
      switch component {
      case .literal: break
      case .capture(let name): request.parameters[name] = request.segments[index]
      case .wildcard: request.parameters["**"] = request.segments[index...].joined(separator: "/")
      }
    }
    return request
  }

  private func redirect(_ request: HTTPRequest) -> HTTPResponse? {
    guard request.segments.last == "", case .found = match(request.method, request.segments.dropLast()) else {
      return nil
    }
    let isRead = request.method == "GET" || request.method == "HEAD"
    return HTTPResponse(status: isRead ? 301 : 308, headers: ["Location": String(request.path.dropLast())])
  }
}
