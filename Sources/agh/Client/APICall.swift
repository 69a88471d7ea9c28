import API
import HTTP

/// One operation of the API with its values: what a request asks for.
struct APICall {
  /// The method.
  let method: String
  /// The path, encoded.
  let path: String
  private var query: [(name: String, value: String)] = []

  private init(_ endpoint: Endpoint, path: String) {
    method = endpoint.method
    self.path = path
  }

  /// An operation without values in its path.
  init(_ endpoint: Endpoint) {
    self.init(endpoint, path: endpoint.path())
  }

  /// An operation with one value in its path.
  init(_ endpoint: Endpoint, _ value: String) {
    self.init(endpoint, path: endpoint.path(value))
  }

  /// An operation on a session.
  init(_ endpoint: Endpoint, _ place: SessionPlace) {
    self.init(endpoint, path: endpoint.path(place.workspace, place.session))
  }

  /// The same with a query value; unchanged when there is none.
  func adding(_ name: String, _ value: String?) -> APICall {
    guard let value else { return self }
    var call = self
    call.query.append((name, value))
    return call
  }

  /// What goes on the request line.
  var target: String {
    guard !query.isEmpty else { return path }
    return path + "?" + query.map { "\($0.name)=\(PercentEncoding.encode($0.value))" }.joined(separator: "&")
  }
}
