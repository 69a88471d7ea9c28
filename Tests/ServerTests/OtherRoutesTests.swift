import Server
import Diagnostics
import HTTP
import Home
import JSON
import Sessions
import Testing

@Suite struct OtherRoutesTests {
  @Test func listsAndAnswersPermissions() async throws {
    let harness = try Harness { fake in
      fake.pending = [
        PendingPermission(
          sessionID: Sample.sessionID, workspaceID: Sample.workspaceID, turnID: Sample.turn, requestID: "r1",
          title: "Edit a.txt", resource: "/work/a.txt", decisions: ["allow-once"], askedAt: Sample.time,
          raw: Array(#"{"request_id":"r1"}"#.utf8))
      ]
    }
    let pending = try await harness.get("/api/permissions").json["permissions"]?[0]
    #expect(pending?["request_id"]?.string == "r1")
    #expect(pending?["decisions"]?.array == ["allow-once"])
    #expect(pending?["raw"]?["request_id"]?.string == "r1")
    let path = Harness.session + "/approve"
    let answer = try await harness.post(path, #"{"request_id":"r1","decision":"reject-once"}"#)
    #expect(answer.text == #"{"status":"approved"}"#)
    #expect(harness.sessions.now.answer == PermissionAnswer(requestID: "r1", turnID: nil, decision: "reject-once"))
    for (body, code) in [
      (#"{"decision":"allow-once"}"#, "invalid_request"), (#"{"request_id":"r1"}"#, "invalid_decision"),
      (#"{"request_id":"r1","decision":"maybe"}"#, "invalid_decision"), ("", "invalid_json"),
    ] {
      let answer = try await harness.post(path, body)
      #expect(answer.status == 400)
      #expect(answer.code == code)
    }
  }

  @Test func registersAndShowsWorkspaces() async throws {
    let harness = try Harness()
    let body = #"{"root_dir":"/new","name":"n","add_dirs":["/more"]}"#
    let created = try await harness.post("/api/workspaces", body)
    #expect(created.status == 201)
    #expect(
      created.json["workspace"]?.object?.keys == ["id", "root_dir", "add_dirs", "name", "created_at", "updated_at"])
    #expect(created.json["workspace"]?["add_dirs"]?.array == ["/more"])
    #expect(try await harness.get("/api/workspaces").json["workspaces"]?.array?.count == 2)
    for reference in ["main", Sample.workspaceID.text, "%2Fwork"] {
      let detail = try await harness.get("/api/workspaces/\(reference)").json
      #expect(detail["workspace"]?["name"]?.string == "main", "\(reference)")
      #expect(detail["sessions"]?.array?.count == 1)
    }
    #expect(harness.sessions.now.listed?.workspace == Sample.workspaceID.text)
    #expect(try await harness.get("/api/workspaces/none").code == "workspace_not_found")
    #expect(try await harness.post("/api/workspaces", #"{"root_dir":"/taken"}"#).status == 409)
    let agent = try await harness.post("/api/workspaces", #"{"root_dir":"/a","default_agent":"x"}"#)
    #expect(agent.code == "not_supported_yet")
    let resolved = try await harness.post("/api/workspaces/resolve", #"{"path":"/x"}"#)
    #expect(resolved.status == 200)
    #expect(resolved.json["workspace"]?["root_dir"]?.string == "/x")
    for (path, body) in [
      ("", "{}"), ("", #"{"root_dir":"rel"}"#), ("", #"{"root_dir":"/a","add_dirs":["rel"]}"#),
      ("/resolve", "{}"), ("/resolve", #"{"path":"rel"}"#),
    ] {
      #expect(try await harness.post("/api/workspaces" + path, body).code == "invalid_request", "\(body)")
    }
  }

  @Test func showsTheStatusAlsoWhenAPartIsMissing() async throws {
    let status = try await Harness().get("/api/status").json
    #expect(
      status.object?.keys == [
        "schema_version", "generated_at", "daemon", "sessions", "health", "memory", "automation", "tasks", "bridges",
        "skills", "providers", "config", "log_tail", "diagnostics",
      ])
    #expect(status["daemon"]?["pid"]?.int == 7)
    #expect(status["daemon"]?["total_sessions"]?.int == 3)
    #expect(status["sessions"]?["by_status"]?["stopped"]?.int == 2)
    #expect(status["health"]?["status"]?.string == "degraded")
    #expect(status["health"]?["persistence"]?["status"]?.string == "degraded")
    // What could not be measured is left out and named; a 0 would pass for a measurement.
    #expect(status["health"]?.object?.keys.contains("global_db_size_bytes") == false)
    #expect(status["health"]?["session_db_size_bytes"]?.int == 4096)
    #expect(status["health"]?["failures"]?["status"]?.string == "degraded")
    #expect(status["health"]?["failures"]?["total"]?.int == 3)
    #expect(status["health"]?["failures"]?["recent"]?[0]?["failure_kind"]?.string == "process_exit")
    #expect(status["log_tail"]?["available"]?.bool == true)
    #expect(status["config"]?["apply_state"]?.string == "pending")
    #expect(
      status["diagnostics"]?.array?.map { $0["code"]?.string } == [
        "catalog_unavailable", "journal_failed", "journals_unmeasured",
      ])
    #expect(status["providers"]?[0]?["name"]?.string == "rehearsal")
    #expect(status["providers"]?[0]?["state"]?.string == "none")
  }

  @Test func streamsTheLogFromNowOn() async throws {
    let harness = try Harness()
    harness.log.append(Array("before\n".utf8))
    let request = try HTTPRequest("GET", "/api/settings/observability/log-tail", peer: Harness.uds)
    guard case .stream(let stream) = try await harness.server.respond(to: request).body else {
      return #expect(Bool(false), "no stream")
    }
    harness.log.append(Array(#"{"msg":"one"}"#.utf8) + [10])
    harness.log.append(Array(#"{"msg":"key sk-ant-api03-Ab1Ab1Ab1Ab1Ab1Ab1Ab1Ab1Ab1"}"#.utf8) + [10])
    harness.log.end()
    var parser = SSEParser()
    var events: [SSEEvent] = []
    while let bytes = try await stream.next() { events += parser.feed(bytes) }
    #expect(events.map(\.event) == ["log", "log"])
    #expect(try JSONParser.parse(events[0].data)["line"]?.string == #"{"msg":"one"}"#)
    #expect(!events[1].text.contains("Ab1Ab1"))
  }

  @Test func listsProvidersWithTheirLogins() async throws {
    let providers = try await Harness().get("/api/providers").json["providers"]
    #expect(providers?[0]?["default"]?.bool == true)
    #expect(providers?[0]?["auth_status"]?["state"]?.string == "none")
    #expect(providers?[0]?["auth_status"]?["mode"]?.string == "none")
  }

  @Test func mapsRefusalsOfTheHTTPServer() throws {
    let harness = try Harness()
    for kind in HTTPError.Kind.allCases {
      let response = harness.server.errorResponse(HTTPError(kind, "why", headers: ["X-A": "b"]))
      #expect(response.status == kind.status)
      #expect(response.headers["X-A"] == "b")
      guard case .bytes(let bytes) = response.body else { return #expect(Bool(false), "\(kind)") }
      let body = try JSONParser.parse(bytes)
      #expect(body["error"]?.string?.hasPrefix("why (next: ") == true)
      #expect(ErrorCode(rawValue: body["code"]?.string ?? "") != nil)
    }
    struct Unexpected: Error {}
    #expect(harness.server.errorResponse(Unexpected()).status == 500)
  }
}
