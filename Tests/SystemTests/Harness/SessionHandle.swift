import HTTP
import Home
import JSON
import Journal
import Platform
import Testing

/// A session of a test home, whatever daemon runs.
struct SessionHandle: Sendable {
  let id: String
  let workspaceID: String
  let api: API
  let directory: String

  /// Creates a session.
  init(
    _ home: TestHome, provider: String = "rehearsal", workspace: String? = nil, name: String? = nil, key: String? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let api = API(socket: home.home.socket)
    let body: JSONValue = .object(omittingNil: [
      "agent_name": "general", "provider": .string(provider), "workspace_path": .string(workspace ?? home.workspace),
      "name": name.map(JSONValue.string),
    ])
    let answer = try api.send("POST", "/api/sessions", body: body, key: key)
    try #require(answer.status == 201, "no session: \(answer)\n\(home.log)", sourceLocation: sourceLocation)
    try self.init(home.place, payload: answer.json["session"] ?? .null)
  }

  /// A session from its payload.
  init(_ home: TestHome, payload: JSONValue) throws {
    try self.init(home.place, payload: payload)
  }

  /// A session from its payload.
  init(_ home: TestHome.Place, payload: JSONValue) throws {
    id = try #require(payload["id"]?.string)
    workspaceID = try #require(payload["workspace_id"]?.string)
    api = home.api
    directory = home.home.session(try #require(SessionID(id))).path
  }

  /// A path below the session's.
  func path(_ rest: String = "") -> String { "/api/workspaces/\(workspaceID)/sessions/\(id)\(rest)" }

  /// The session as the daemon shows it.
  func payload() throws -> JSONValue { try api.get(path())["session"] ?? .null }

  /// The codes of what holds it up, each with what it is about, like `journal home_full`.
  func conditions() throws -> [String] {
    (try payload()["diagnostics"]?.array ?? []).map { item in
      "\(item["id"]?.string?.dropFirst("session.".count) ?? "") \(item["code"]?.string ?? "")"
    }
  }

  var state: String { get throws { try payload()["state"]?.string ?? "" } }

  /// The agent's process with the start of the shim it belongs to.
  func agent(sourceLocation: SourceLocation = #_sourceLocation) throws -> Agent {
    let process = try #require(try payload()["process"], "no agent", sourceLocation: sourceLocation)
    let pid = Int32(try #require(process["id"]?.int))
    let ticks = try #require(process["start_ticks"]?.number.flatMap { UInt64($0.text) })
    return Agent(
      process: ProcessIdentity(bootID: try BootID.current(), pid: pid, startTicks: ticks),
      epoch: try #require(process["epoch"]?.int))
  }

  struct Agent: Equatable, Sendable {
    let process: ProcessIdentity
    let epoch: Int
  }

  /// Starts a turn and leaves it to itself; answers its id.
  @discardableResult
  func prompt(_ message: String, key: String? = nil, sourceLocation: SourceLocation = #_sourceLocation) throws -> String
  {
    var headers = HTTPHeaders()
    headers["Idempotency-Key"] = key
    let exchange = try api.open("POST", path("/prompt"), body: ["message": .string(message)], headers: headers)
    guard exchange.status == 200 else {
      var body: [UInt8] = []
      while let more = try exchange.read() { body += more }
      throw Refused(answer: "\(exchange.status) \(String(decoding: body, as: UTF8.self))")
    }
    let first = try #require(try SSEReader(exchange).next(), sourceLocation: sourceLocation)
    let frame = try JSONParser.parse(first.data)
    return try #require(frame["messageId"]?.string, "no start: \(first.text)", sourceLocation: sourceLocation)
  }

  struct Refused: Error, CustomStringConvertible {
    let answer: String
    var description: String { answer }
  }

  /// Starts a turn and waits for its terminal event.
  @discardableResult
  func promptToEnd(_ message: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> JSONValue {
    try awaitEnd(of: prompt(message, sourceLocation: sourceLocation))
  }

  /// Waits for the terminal event of a turn.
  @discardableResult
  func awaitEnd(of turn: String, within limit: Duration = .seconds(30)) throws -> JSONValue {
    try awaited("the end of \(turn)", within: limit) {
      try events("turn_id=\(turn)").first { ["done", "error"].contains($0["type"]?.string) }
    }
  }

  /// Stored events, by a query.
  func events(_ query: String = "") throws -> [JSONValue] {
    try api.get(path("/events?\(query)"))["events"]?.array ?? []
  }

  /// The first open permission request, waited for.
  func awaitPermission() throws -> JSONValue {
    try awaited("a permission request") {
      try api.get("/api/permissions")["permissions"]?.array?.first { $0["session_id"]?.string == id }
    }
  }

  /// Answers a permission request.
  func approve(_ request: String, _ decision: String = "allow-once") throws -> API.Answer {
    try api.send(
      "POST", path("/approve"), body: ["request_id": .string(request), "decision": .string(decision)])
  }

  /// Stops the session.
  @discardableResult
  func stop() throws -> API.Answer { try api.send("POST", path("/stop")) }

  /// Deletes the session.
  @discardableResult
  func delete() throws -> API.Answer { try api.send("DELETE", path()) }

  /// Resumes the session and answers how.
  @discardableResult
  func resume() throws -> API.Answer { try api.send("POST", path("/resume")) }
}
