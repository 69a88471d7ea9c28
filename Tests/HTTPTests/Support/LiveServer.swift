import HTTP

/// A server on both loopback addresses and a Unix socket in a directory of its own.
final class LiveServer: Sendable {
  let directory: TemporaryDirectory
  let socketPath: String
  let addresses: [BoundAddress]
  private let server: HTTPServer

  init(
    _ router: Router, in directory: TemporaryDirectory = TemporaryDirectory(), name: String = "http.sock",
    configure: (inout ServerConfiguration) -> Void = { _ in }
  ) throws {
    try router.validate()
    self.directory = directory
    socketPath = "\(directory.path)/\(name)"
    var configuration = ServerConfiguration(listeners: [.tcp(host: "localhost", port: 0), .unix(path: socketPath)])
    configure(&configuration)
    server = HTTPServer(configuration, respond: router.respond, errorResponse: LiveServer.errorResponse)
    addresses = try server.start()
  }

  var tcp: BoundAddress { addresses[0] }
  var unix: BoundAddress { .unix(path: socketPath) }

  func stop(grace: Duration = .seconds(30)) async { await server.stop(grace: grace) }

  /// Errors as this suite's body: the code and the text.
  static func errorResponse(_ error: any Error) -> HTTPResponse {
    guard let error = error as? HTTPError else { return .text("internal: \(error)", status: 500) }
    var response = HTTPResponse.text("\(error.kind.rawValue): \(error.message)", status: error.status)
    for field in error.headers.fields { response.headers.add(field.name, field.value) }
    return response
  }
}

/// Runs a test with a server that is stopped afterwards, whatever happens.
func withServer<T>(
  _ router: Router, configure: (inout ServerConfiguration) -> Void = { _ in },
  _ body: (LiveServer) async throws -> T
) async throws -> T {
  let server = try LiveServer(router, configure: configure)
  do {
    let result = try await body(server)
    await server.stop(grace: .zero)
    return result
  } catch {
    await server.stop(grace: .zero)
    throw error
  }
}
