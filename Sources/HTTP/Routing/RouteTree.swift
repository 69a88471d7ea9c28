/// A trie on path segments. At each segment a literal is tried before a capture and a capture before a wildcard, with
/// a way back: a route is found whenever one fits.
struct RouteTree: Sendable {
  private struct Node: Sendable {
    var literals: [String: Node] = [:]
    var capture: [Node] = []
    var routes: [String: Route] = [:]
    var wildcardRoutes: [String: Route] = [:]
  }

  private var root = Node()

  /// Adds a route, unless one of the same method and shape is there, which is then returned.
  mutating func insert(_ route: Route) -> Route? {
    Self.insert(route, route.pattern.components[...], below: &root)
  }

  private static func insert(
    _ route: Route, _ rest: ArraySlice<RoutePattern.Component>, below node: inout Node
  ) -> Route? {
    switch rest.first {
    case .literal(let name):
      return insert(route, rest.dropFirst(), below: &node.literals[name, default: Node()])
    case .capture:
      if node.capture.isEmpty { node.capture.append(Node()) }
      return insert(route, rest.dropFirst(), below: &node.capture[0])
    case .wildcard:
      if let other = node.wildcardRoutes[route.method] { return other }
      node.wildcardRoutes[route.method] = route
    case nil:
      if let other = node.routes[route.method] { return other }
      node.routes[route.method] = route
    }
    return nil
  }

  /// Calls `visit` with the routes by method of every place that fits the segments, best first, until it returns true.
  func visit(_ segments: [String], _ visit: ([String: Route]) -> Bool) {
    _ = Self.visit(segments[...], below: root, visit)
  }

  private static func visit(
    _ rest: ArraySlice<String>, below node: Node, _ visit: ([String: Route]) -> Bool
  ) -> Bool {
    guard let segment = rest.first else { return !node.routes.isEmpty && visit(node.routes) }
    if let next = node.literals[segment], Self.visit(rest.dropFirst(), below: next, visit) { return true }
    if !segment.isEmpty, let next = node.capture.first, Self.visit(rest.dropFirst(), below: next, visit) {
      return true
    }
    return !node.wildcardRoutes.isEmpty && visit(node.wildcardRoutes)
  }
}
