import HTTP

/// Path and query of a request, encoded part by part.
struct RequestPath {
  private var segments: [String]
  private var query: [(name: String, value: String)] = []

  /// A path of these segments, as they read before encoding.
  init(_ segments: String...) {
    self.segments = segments
  }

  /// The same path with more segments.
  func appending(_ more: String...) -> RequestPath {
    var path = self
    path.segments += more
    return path
  }

  /// The same path with a query value; unchanged when there is none.
  func adding(_ name: String, _ value: String?) -> RequestPath {
    guard let value else { return self }
    var path = self
    path.query.append((name, value))
    return path
  }

  /// The path alone, as shown in errors.
  var path: String { "/" + segments.map(PercentEncoding.encode).joined(separator: "/") }

  /// What goes on the request line.
  var target: String {
    guard !query.isEmpty else { return path }
    return path + "?" + query.map { "\($0.name)=\(PercentEncoding.encode($0.value))" }.joined(separator: "&")
  }
}

extension RequestPath {
  /// All sessions.
  static var sessions: RequestPath { RequestPath("api", "sessions") }

  /// One session in its workspace.
  static func session(_ place: SessionPlace) -> RequestPath {
    RequestPath("api", "workspaces", place.workspace, "sessions", place.session)
  }

  /// All workspaces.
  static var workspaces: RequestPath { RequestPath("api", "workspaces") }

  /// The state of the runtime.
  static var status: RequestPath { RequestPath("api", "status") }
}

/// Where a session is found: its routes lie below its workspace.
struct SessionPlace: Hashable, Sendable {
  let workspace: String
  let session: String
}
