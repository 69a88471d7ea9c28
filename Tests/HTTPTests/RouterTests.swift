import HTTP
import Testing

@Suite struct RouterTests {
  @Test func findsLiteralBeforeCaptureBeforeWildcard() async throws {
    let router = try router("GET /a/b", "GET /a/:x", "GET /a/**", "GET /a/:x/c", "GET /")
    #expect(try await answer(router, "GET", "/a/b") == "GET /a/b")
    #expect(try await answer(router, "GET", "/a/z") == "GET /a/:x x=z")
    #expect(try await answer(router, "GET", "/a/b/c") == "GET /a/:x/c x=b")
    #expect(try await answer(router, "GET", "/a/b/d") == "GET /a/** **=b/d")
    #expect(try await answer(router, "GET", "/") == "GET /")
  }

  @Test func decodesEachSegmentAfterSplitting() async throws {
    let router = try router("GET /files/:name")
    #expect(try await answer(router, "GET", "/files/a%2Fb%20c") == "GET /files/:name name=a/b c")
    #expect(throws: HTTPError.self) { try HTTPRequest("GET", "/files/%zz", peer: peer) }
    #expect(throws: HTTPError.self) { try HTTPRequest("GET", "/files/%ff", peer: peer) }
    #expect(throws: HTTPError.self) { try HTTPRequest("GET", "/files/a%00", peer: peer) }
  }

  @Test func fallsBackToAnotherRouteThatHasTheMethod() async throws {
    let router = try router("POST /s/bulk", "GET /s/:id")
    #expect(try await answer(router, "GET", "/s/bulk") == "GET /s/:id id=bulk")
    #expect(try await answer(router, "POST", "/s/bulk") == "POST /s/bulk")
  }

  @Test func tellsUnknownPathFromUnknownMethod() async throws {
    let router = try router("GET /s/:id", "DELETE /s/:id")
    let unknown = try await #require(throws: HTTPError.self) { try await answer(router, "GET", "/t") }
    #expect(unknown.status == 404)
    let method = try await #require(throws: HTTPError.self) { try await answer(router, "BREW", "/s/1") }
    #expect(method.status == 405)
    #expect(method.headers["allow"] == "DELETE, GET, HEAD, OPTIONS")
    let empty = try await #require(throws: HTTPError.self) { try await answer(router, "GET", "/s//x") }
    #expect(empty.status == 404)
  }

  @Test func answersHeadAndOptions() async throws {
    let router = try router("GET /s", "POST /p")
    let head = try await router.respond(to: HTTPRequest("HEAD", "/s", peer: peer))
    #expect(head.headers["Content-Length"] == "6")
    guard case .empty = head.body else { return #expect(Bool(false), "HEAD has a body") }
    let options = try await router.respond(to: HTTPRequest("OPTIONS", "/p", peer: peer))
    #expect(options.status == 204)
    #expect(options.headers["Allow"] == "OPTIONS, POST")
  }

  @Test func redirectsASlashTooMany() async throws {
    let router = try router("GET /s", "POST /p")
    let read = try await router.respond(to: HTTPRequest("GET", "/s/?q=1", peer: peer))
    #expect(read.status == 301)
    #expect(read.headers["Location"] == "/s")
    #expect(try await router.respond(to: HTTPRequest("POST", "/p/", peer: peer)).status == 308)
  }

  @Test func listsRoutes() throws {
    let router = try router("GET /s/:id", "POST /s/:id")
    #expect(router.routes.map(\.description) == ["GET /s/:id", "POST /s/:id"])
  }

  @Test(arguments: [
    ["GET /a/:x", "GET /a/:y"], ["GET /a/**", "GET /a/**"], ["GET /a", "GET /a"], ["GET a"], ["GET /a//b"],
    ["GET /a/:"], ["GET /:a/:a"], ["GET /**/b"],
  ])
  func refusesRoutesThatCannotWork(_ routes: [String]) {
    #expect(throws: RouterError.self) {
      _ = try routes.reduce(into: Router()) { add($1, to: &$0) }.validate()
    }
  }

  // MARK: Helpers

  private let peer = Peer.unix(uid: 0, pid: 1)

  private func router(_ routes: String...) throws -> Router {
    let router = routes.reduce(into: Router()) { add($1, to: &$0) }
    try router.validate()
    return router
  }

  private func add(_ route: String, to router: inout Router) {
    let parts = route.split(separator: " ").map(String.init)
    router.on(parts[0], parts[1]) { request in
      #expect(request.route == parts[1])
      let values = request.parameters.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }
      return .text(route + values.joined())
    }
  }

  private func answer(_ router: Router, _ method: String, _ target: String) async throws -> String {
    guard case .bytes(let bytes) = try await router.respond(to: HTTPRequest(method, target, peer: peer)).body else {
      return ""
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
