import HTTP
import Home
import JSON
import Platform
import Testing

/// Requests that are wrong: each is refused with its own code, and changes nothing.
@Suite("Requests that are wrong", .blocking)
struct RequestTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let what: String
    let method: String
    /// `{W}` stands for the path of a live session, `{S}` for that of a stopped one.
    let path: String
    var body: String?
    var headers: [String: String] = [:]
    let status: Int
    let code: String

    var testDescription: String { what }
  }

  static let cases = [
    Case(what: "an unknown path", method: "GET", path: "/api/nothing", status: 404, code: "route_not_found"),
    Case(what: "an unknown method", method: "PATCH", path: "/api/sessions", status: 405, code: "method_not_allowed"),
    Case(what: "no JSON", method: "POST", path: "/api/sessions", body: "{\"a\":", status: 400, code: "invalid_json"),
    Case(what: "no object", method: "POST", path: "/api/sessions", body: "[]", status: 400, code: "invalid_json"),
    Case(what: "no body", method: "POST", path: "{W}/prompt", status: 400, code: "invalid_json"),
    Case(
      what: "a body that does not say it is JSON", method: "POST", path: "/api/sessions", body: "{}",
      headers: ["Content-Type": "text/plain"], status: 415, code: "unsupported_media_type"),
    Case(
      what: "a message that is no text", method: "POST", path: "{W}/prompt", body: "{\"message\":7}", status: 400,
      code: "invalid_json"),
    Case(
      what: "a blank message", method: "POST", path: "{W}/prompt", body: "{\"message\":\" \"}", status: 400,
      code: "invalid_request"),
    Case(
      what: "an unknown mode", method: "POST", path: "{W}/prompt", body: "{\"message\":\"x\",\"mode\":\"shout\"}",
      status: 400, code: "invalid_request"),
    Case(
      what: "an unknown session", method: "GET", path: "/api/sessions/sess-0123456789abcdef", status: 404,
      code: "session_not_found"),
    Case(
      what: "a session id that is a path", method: "GET", path: "/api/sessions/a%2f..", status: 404,
      code: "session_not_found"),
    Case(
      what: "a path that climbs", method: "GET", path: "/api/sessions/..", status: 400, code: "invalid_request"),
    Case(
      what: "an id of 300 characters", method: "GET", path: "/api/sessions/" + String(repeating: "a", count: 300),
      status: 404, code: "session_not_found"),
    Case(
      what: "a prompt to a session that is not there", method: "POST",
      path: "/api/workspaces/ws_0123456789abcdef/sessions/sess-0123456789abcdef/prompt", body: "{\"message\":\"x\"}",
      status: 404, code: "session_not_found"),
    Case(
      what: "a prompt to a stopped session", method: "POST", path: "{S}/prompt", body: "{\"message\":\"x\"}",
      status: 400, code: "session_not_active"),
    Case(
      what: "an attach to a stopped session", method: "POST", path: "{S}/attach", body: "{}", status: 409,
      code: "session_not_attachable"),
    Case(
      what: "an unknown workspace", method: "GET", path: "/api/workspaces/ws_0123456789abcdef", status: 404,
      code: "workspace_not_found"),
    Case(
      what: "a negative limit", method: "GET", path: "{W}/events?limit=-1", status: 400, code: "invalid_request"),
    Case(
      what: "a limit that is no number", method: "GET", path: "{W}/events?limit=few", status: 400,
      code: "invalid_request"),
    Case(
      what: "a negative cursor", method: "GET", path: "{W}/stream", headers: ["Last-Event-ID": "-1"], status: 400,
      code: "invalid_request"),
    Case(
      what: "an event that is not there", method: "GET", path: "{W}/events/99999", status: 404, code: "event_not_found"),
    Case(
      what: "a decision that is none", method: "POST", path: "{W}/approve",
      body: "{\"request_id\":\"r\",\"decision\":\"maybe\"}", status: 400, code: "invalid_decision"),
    Case(
      what: "an approval of nothing", method: "POST", path: "{W}/approve",
      body: "{\"request_id\":\"r\",\"decision\":\"allow-once\"}", status: 409, code: "permission_not_found"),
    Case(
      what: "an approval without a request", method: "POST", path: "{W}/approve", body: "{\"decision\":\"allow-once\"}",
      status: 400, code: "invalid_request"),
    Case(
      what: "a key that is no plain text", method: "POST", path: "{W}/prompt", body: "{\"message\":\"x\"}",
      headers: ["Idempotency-Key": "a b"], status: 400, code: "invalid_request"),
    Case(
      what: "a page of another origin", method: "GET", path: "/api/status", headers: ["Origin": "http://evil.example"],
      status: 403, code: "origin_not_allowed"),
  ]

  @Test("Refused, with a code, a sentence and a next step; nothing has changed")
  func requests() throws {
    let home = try TestHome()
    let daemon = try TestDaemon(home)
    let live = try SessionHandle(home)
    let stopped = try SessionHandle(home, workspace: home.makeWorkspace("other"))
    try stopped.stop()
    let before = try [live, stopped].map { try $0.events().count }
    for item in Self.cases {
      let path = item.path.replacing("{W}", with: live.path()).replacing("{S}", with: stopped.path())
      let headers = HTTPHeaders(item.headers.map { HTTPHeaders.Field($0.key, $0.value) })
      let answer = try daemon.api.send(item.method, path, bytes: item.body.map { Array($0.utf8) }, headers: headers)
      #expect(answer.status == item.status, "\(item.what): \(answer)")
      #expect(answer.code == item.code, "\(item.what): \(answer)")
      #expect(answer.json["error"]?.string?.contains("(next: ") == true, "\(item.what) has no next step: \(answer)")
    }
    #expect(try [live, stopped].map { try $0.events().count } == before)
    #expect(Files.names(home.home.sessions).count == 2)
    try live.promptToEnd("still here")
    #expect(try daemon.stop() == .status(0))
  }

  @Test("A prompt to a busy session is refused, and the turn goes on")
  func busy() throws {
    let home = try TestHome(.logged())
    let daemon = try TestDaemon(home)
    let session = try SessionHandle(home, provider: "logged")
    let turn = try session.prompt("say one; sleep 1s; say two")
    let answer = try session.api.send("POST", session.path("/prompt"), body: ["message": "me too"])
    #expect(answer.status == 409)
    #expect(answer.code == "prompt_in_progress")
    let command = try home.run("session", "prompt", session.id, "me too")
    #expect(command.status == 1)
    #expect(command.errors.contains(turn))
    #expect(try session.awaitEnd(of: turn)["type"]?.string == "done")
    #expect(try session.events("type=user_message").count == 1)
    #expect(try Truth(session, home.agentLog()).problems() == [])
    #expect(try daemon.stop() == .status(0))
  }

  @Test("A body that is too large is refused on both transports")
  func large() throws {
    var options = TestHome.Options()
    options.usesTCP = true
    let home = try TestHome(options)
    let daemon = try TestDaemon(home)
    let session = try SessionHandle(home)
    let body = "{\"message\":\"" + String(repeating: "x", count: 5 << 20) + "\"}"
    let answer = try daemon.api.send("POST", session.path("/prompt"), bytes: Array(body.utf8))
    #expect(answer.status == 413 && answer.code == "body_too_large", "\(answer.status)")
    let file = home.root + "/body"
    try Files.write(body, to: file)
    let curl = try Curl.run(
      "-X", "POST", "-H", "Content-Type: application/json", "--data-binary", "@\(file)",
      "http://localhost:\(home.port)\(session.path("/prompt"))")
    #expect(curl.status == 413 && curl.json["code"]?.string == "body_too_large", "\(curl)")
    try session.promptToEnd("still here")
    #expect(try daemon.stop() == .status(0))
  }

  @Test("Over TCP only known hosts are answered, on both loopback addresses; the socket takes any")
  func hosts() throws {
    var options = TestHome.Options()
    options.usesTCP = true
    let home = try TestHome(options)
    let daemon = try TestDaemon(home)
    let status = "http://localhost:\(home.port)/api/status"
    #expect(try Curl.run(status).status == 200)
    #expect(try Curl.run("http://127.0.0.1:\(home.port)/api/status").status == 200)
    #expect(try Curl.run("http://[::1]:\(home.port)/api/status").status == 200)
    let foreign = try Curl.run("-H", "Host: rebound.example", status)
    #expect(foreign.status == 421 && foreign.json["code"]?.string == "host_not_allowed", "\(foreign)")
    #expect(
      try Curl.run("-H", "Host: any.example", "--unix-socket", home.home.socket, "http://x/api/status").status == 200)
    #expect(try Curl.run("-H", "Sec-Fetch-Site: cross-site", status).status == 403)
    #expect(try Curl.run("http://localhost:\(home.port)/metrics-nothing").status == 404)
    #expect(try daemon.stop() == .status(0))
  }
}
