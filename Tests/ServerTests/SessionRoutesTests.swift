import Platform
import Home
import Diagnostics
import HTTP
import JSON
import Sessions
import Testing

@Suite struct SessionRoutesTests {
  @Test func createsASession() async throws {
    let harness = try Harness()
    let body = #"{"workspace_path":"/work","agent_name":"general","provider":"p","model":"m","name":" n ","x":1}"#
    let answer = try await harness.post("/api/sessions", body, headers: ["Idempotency-Key": "k1"])
    #expect(answer.status == 201)
    #expect(answer.headers["Content-Type"] == "application/json; charset=utf-8")
    #expect(answer.json["session"]?["id"]?.string == Sample.sessionID.text)
    let created = try #require(harness.sessions.now.created)
    #expect(created.workspacePath == "/work")
    #expect(created.agentName == "general")
    #expect(created.model == "m")
    #expect(created.name == "n")
    #expect(created.wait)
    #expect(created.bodyHash.count == 64)
    #expect(harness.sessions.now.key == "k1")
  }

  @Test func doesNotWaitWhenAskedNotTo() async throws {
    let harness = try Harness()
    let answer = try await harness.post("/api/sessions?wait=false", #"{"workspace":"main"}"#)
    #expect(answer.status == 202)
    #expect(harness.sessions.now.created?.wait == false)
    #expect(harness.sessions.now.key == nil)
  }

  @Test(arguments: [
    ("", "invalid_json"), ("{", "invalid_json"), ("[]", "invalid_json"), ("{}", "invalid_request"),
    (#"{"workspace":"a","workspace_path":"/b"}"#, "invalid_request"),
    (#"{"workspace_path":"relative"}"#, "invalid_request"), (#"{"workspace":" "}"#, "invalid_request"),
    (#"{"workspace":"a","agent_name":5}"#, "invalid_json"), (#"{"workspace":"a","model":"m"}"#, "invalid_request"),
    (#"{"workspace":"a","reasoning_effort":"high"}"#, "invalid_request"),
    (#"{"workspace":"a","provider":"p","reasoning_effort":"turbo"}"#, "invalid_request"),
    (#"{"workspace":"a","channel":"c"}"#, "not_supported_yet"),
  ])
  func refusesBodiesThatMakeNoSense(_ body: String, _ code: String) async throws {
    let harness = try Harness()
    let answer = try await harness.post("/api/sessions", body)
    #expect(answer.status == ErrorCode(rawValue: code)?.httpStatus)
    #expect(answer.code == code)
    #expect(harness.sessions.now.calls.isEmpty)
  }

  @Test func refusesKeysThatMakeNoSense() async throws {
    let harness = try Harness()
    for key in ["a b", "", String(repeating: "k", count: 256), "ü"] {
      let answer = try await harness.post(
        "/api/sessions", #"{"workspace":"a"}"#, headers: ["Idempotency-Key": key])
      #expect(answer.code == "invalid_request", "\(key)")
    }
  }

  @Test func passesOnWhatTheServiceSays() async throws {
    let harness = try Harness { $0.failure = AghError(.sessionLimitReached, "20 sessions run") }
    let answer = try await harness.post("/api/sessions", #"{"workspace":"a"}"#)
    #expect(answer.status == 429)
    #expect(answer.json["error"]?.string?.hasPrefix("20 sessions run (next: ") == true)
  }

  @Test func listsByQuery() async throws {
    let harness = try Harness()
    let answer = try await harness.get("/api/sessions?workspace=main&all=false&limit=5&cursor=c&include_health=true")
    #expect(answer.json["sessions"]?[0]?["health"]?["health"]?.string == "healthy")
    #expect(answer.json["next_cursor"]?.string == "more")
    let query = try #require(harness.sessions.now.listed)
    #expect(query.workspace == "main")
    #expect(query.states == [.starting, .active, .stopping])
    #expect(query.limit == 5)
    #expect(query.cursor == "c")
    #expect(!query.newestFirst)
    _ = try await harness.get("/api/sessions?state=stopped,active&resumable=1&limit=0&nonsense=x")
    let second = try #require(harness.sessions.now.listed)
    #expect(second.states == [.stopped, .active])
    #expect(second.resumable && second.newestFirst && second.limit == nil)
  }

  @Test(arguments: [
    "limit=x", "limit=-1", "limit=1001", "resumable=true&limit=101", "resumable=maybe", "state=gone",
    "include_health=x", "all=x",
  ])
  func refusesQueriesThatMakeNoSense(_ query: String) async throws {
    let answer = try await Harness().get("/api/sessions?\(query)")
    #expect(answer.status == 400)
    #expect(answer.code == "invalid_request")
  }

  @Test func findsASessionInItsWorkspaceOnly() async throws {
    let harness = try Harness()
    let id = Sample.sessionID
    for path in ["/api/sessions/\(id)", Harness.session, "/api/workspaces/main/sessions/\(id)"] {
      #expect(try await harness.get(path).json["session"]?["id"]?.string == id.text, "\(path)")
    }
    for (path, code) in [
      ("/api/workspaces/other/sessions/\(id)", "session_not_found"),
      ("/api/workspaces/none/sessions/\(id)", "workspace_not_found"),
      ("/api/workspaces/none/sessions/sess-0000000000000000", "workspace_not_found"),
      ("/api/workspaces/main/sessions/sess-0000000000000000", "session_not_found"),
      ("/api/workspaces/main/sessions/sess-..", "session_not_found"),
      ("/api/workspaces/main/sessions/a%2Fb", "session_not_found"),
      ("/api/workspaces/main/sessions/%20", "session_not_found"),
      ("/api/sessions/\(String(repeating: "x", count: 300))", "session_not_found"),
    ] {
      let answer = try await harness.get(path)
      #expect(answer.status == 404, "\(path)")
      #expect(answer.code == code, "\(path)")
    }
  }

  @Test func showsTheContractsMembers() async throws {
    let harness = try Harness { $0.sessions[Sample.sessionID] = Sample.prompting }
    let session = try #require(try await harness.get(Harness.session + "?include_health=1").json["session"])
    #expect(
      session.object?.keys == [
        "id", "agent_name", "provider", "workspace_id", "workspace_path", "type", "state", "badge", "attachable",
        "acp_session_id", "acp_caps", "activity", "sandbox", "lineage", "health", "created_at", "updated_at",
        "permission_mode", "process", "pending_permissions", "noise_lines", "head_sequence",
      ])
    #expect(session["badge"]?.string == "running")
    #expect(session["activity"]?["current_tool"]?.string == "Read a.txt")
    #expect(session["health"]?["state"]?.string == "prompting")
    #expect(session["health"]?["ineligibility_reason"]?.string == "session_prompt_active")
    #expect(session["lineage"]?["permission_policy"]?["tools"]?.array == [])
    #expect(session["created_at"]?.string == "2023-11-14T22:13:20.25Z")
    let status = try await harness.get(Harness.session + "/status").json
    #expect(status["session_id"]?.string == Sample.sessionID.text)
    #expect(status["active_prompt"]?.bool == true)
    harness.clock.advance(by: .seconds(90))
    let health = try await harness.get(Harness.session + "/health").json["health"]
    #expect(health?["last_presence_at"]?.string == harness.clock.now().rfc3339, "it lives when it is looked at")
  }

  @Test(arguments: [
    (SessionSnapshot.State.starting, nil, "running", "unknown"), (.active, nil, "idle", "healthy"),
    (.stopped, nil, "stopped", "dead"), (.stopped, "cancellation", "stopped", "dead"),
    (.stopped, "process_exit", "failed", "dead"), (.active, "transport_failure", "unhealthy", "degraded"),
    (.active, "provider_auth_failure", "waiting-for-auth", "degraded"),
  ])
  func tellsHowASessionIsDoing(
    _ state: SessionSnapshot.State, _ failure: String?, _ badge: String, _ health: String
  ) async throws {
    let harness = try Harness { fake in
      fake.sessions[Sample.sessionID]?.state = state
      fake.sessions[Sample.sessionID]?.failure = failure.map { .init(kind: $0, summary: nil) }
    }
    let session = try await harness.get(Harness.session + "?include_health=true").json["session"]
    #expect(session?["badge"]?.string == badge)
    #expect(session?["health"]?["health"]?.string == health)
  }

  @Test func stopsAsOftenAsAsked() async throws {
    let harness = try Harness()
    for _ in 0..<2 {
      let answer = try await harness.post(Harness.session + "/stop")
      #expect(answer.status == 204)
      #expect(answer.text == "")
    }
    #expect(harness.sessions.now.calls == ["stop", "stop"])
  }

  @Test func deletesAsOftenAsAsked() async throws {
    let harness = try Harness()
    let foreign = "/api/workspaces/\(Sample.otherWorkspaceID)/sessions/\(Sample.sessionID)"
    #expect(try await harness.send("DELETE", foreign).status == 404)
    #expect(try await harness.send("DELETE", Harness.session + "x").status == 404)
    for _ in 0..<2 {
      let answer = try await harness.send("DELETE", Harness.session)
      #expect(answer.status == 204)
      #expect(answer.text == "")
    }
    #expect(harness.sessions.now.calls == ["delete"])
    #expect(try await harness.get(Harness.session).code == "session_not_found")
  }

  @Test func resumes() async throws {
    let harness = try Harness()
    let answer = try await harness.post(Harness.session + "/resume")
    #expect(answer.status == 200)
    #expect(answer.json["resume"]?["mode"]?.string == "load")
    harness.sessions.change { $0.resumeMode = nil }
    #expect(try await harness.post(Harness.session + "/resume?wait=false").status == 202)
    #expect(harness.sessions.now.calls == ["resume wait=true", "resume wait=false"])
  }

  @Test func leasesALiveSession() async throws {
    let harness = try Harness()
    let path = Harness.session + "/attach"
    let first = try await harness.post(path, #"{"attached_to":"alice","ttl_seconds":60}"#)
    #expect(first.status == 200)
    #expect(first.json["attach"]?["attached_to"]?.string == "alice")
    #expect(first.json["session"]?["attached_to"]?.string == "alice")
    #expect(try await harness.post(path, #"{"attached_to":"bob"}"#).status == 409)
    #expect(try await harness.post(path, #"{"attached_to":"alice"}"#).status == 200)
    harness.clock.advance(by: .seconds(16 * 60))
    #expect(try await harness.get(Harness.session).json["session"]?["attached_to"] == nil)
    #expect(try await harness.post(path).status == 200)
    #expect(try await harness.post(path, #"{"ttl_seconds":86401}"#).status == 400)
    #expect(try await harness.post(path, "{").status == 400)
    harness.sessions.change { $0.sessions[Sample.sessionID] = Sample.stopped }
    #expect(try await harness.post(path).code == "session_not_attachable")
  }
}
