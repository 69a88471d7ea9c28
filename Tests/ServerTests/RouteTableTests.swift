import Server
import JSON
import Home
import API
import HTTP
import Testing

@Suite struct RouteTableTests {
  @Test func hasNoClashAndNoNameTwice() throws {
    let routes = try Harness().server.router.routes.map(\.description)
    #expect(Set(routes).count == routes.count)
    #expect(routes.count == 28 + Endpoint.planned.count)
  }

  @Test func saysWhatIsPlannedAndWhatIsUnknown() async throws {
    let harness = try Harness()
    for endpoint in Endpoint.planned {
      let path = endpoint.path(Sample.workspaceID.text, Sample.sessionID.text, "inq-1")
      let answer = try await harness.send(endpoint.method, path)
      #expect(answer.status == 501, "\(endpoint)")
      #expect(answer.code == "not_supported_yet", "\(endpoint)")
    }
    let unknown = try await harness.get("/api/nothing")
    #expect(unknown.status == 404)
    #expect(unknown.code == "route_not_found")
    #expect(unknown.json["error"]?.string?.isEmpty == false)
    let method = try await harness.send("PUT", "/api/sessions")
    #expect(method.status == 405)
    #expect(method.code == "method_not_allowed")
    #expect(method.headers["Allow"] == "GET, HEAD, OPTIONS, POST")
    #expect(try await harness.send("OPTIONS", Harness.session).status == 204)
  }

  @Test func answersNothingOverTCPWhereThatIsOff() async throws {
    let harness = try Harness(allowsTCP: false)
    for target in ["/api/status", "/api/sessions", "/api/nothing"] {
      let answer = try await harness.get(target, peer: Harness.tcp)
      #expect(answer.status == 403)
      #expect(answer.code == "remote_access_disabled")
    }
    #expect(try await harness.get("/api/status").status == 200)
  }

  @Test func buildsPathsFromPatterns() {
    #expect(Endpoint.getSession.path("ws_1", "a/b") == "/api/workspaces/ws_1/sessions/a%2Fb")
    #expect(Endpoint.listSessions.path() == "/api/sessions")
  }
}
