import JSON
import Testing

@Suite("agh session events")
struct EventsTests {
  private static let id = "sess-0123456789abcdef"
  private static let place = "/api/workspaces/ws_1/sessions/\(id)"

  private static func event(_ sequence: Int, _ type: String = "agent_message") -> JSONValue {
    [
      "id": .string("ev-\(sequence)"), "sequence": .int(sequence), "turn_id": "turn-1", "type": .string(type),
      "agent_name": "general", "content": ["text": "a, b"], "timestamp": "2026-01-02T03:04:05.5Z",
    ]
  }

  private static func streamed(_ sequence: Int, _ type: String = "agent_message") -> String {
    frame(event(sequence, type), id: sequence, event: type)
  }

  @Test("The filters go to the daemon, an age becomes a time")
  func filters() throws {
    let daemon = try SessionCommandTests.daemon { request in
      request.line == "GET \(Self.place)/events" ? .json(["events": [Self.event(1), Self.event(2)]]) : nil
    }
    let result = try daemon.run(
      "session", "events", Self.id, "--last", "2", "--type", "done", "--since", "1h", "--json")
    #expect(try JSONParser.parse(result.output).array?.count == 2)
    let target = try #require(daemon.requests.last?.target)
    #expect(target.contains("/events?type=done&since=20"))
    #expect(target.hasSuffix("&limit=2"))
    let lines = try daemon.run("session", "events", Self.id, "-o", "jsonl")
    #expect(lines.output == Self.event(1).text + "\n" + Self.event(2).text + "\n")
    let table = try daemon.run("session", "events", Self.id).output
    #expect(table.hasPrefix("Session Events\n==============\nSeq  Type           Agent    Turn    Timestamp"))
    #expect(table.contains("1    agent_message  general  turn-1  2026-01-02T03:04:05Z  {\"text\":\"a, b\"}\n"))
    #expect(try daemon.run("session", "events", Self.id, "--since", "x").errors.contains("invalid value \"x\""))
    #expect(try daemon.run("session", "events", Self.id, "--last", "0").status == 1)
  }

  @Test("Following goes on across daemons and ends when the session is stopped")
  func follow() throws {
    let queue = Queue([
      .cut([Self.streamed(1), Self.streamed(2)]),
      .events([Self.streamed(3)]),
      .events([Self.streamed(4, "session_stopped")]),
    ])
    let daemon = try SessionCommandTests.daemon { $0.line == "GET \(Self.place)/stream" ? queue.next() : nil }
    let result = try daemon.run("session", "events", Self.id, "--follow", "--last", "2", "--json")
    #expect(result.status == 0)
    let sequences = try result.output.split(separator: "\n").map { try JSONParser.parse(String($0))["sequence"]?.int }
    #expect(sequences == [1, 2, 3, 4])
    #expect(result.errors == "the daemon went away; waiting for the next one\n")
    let streams = daemon.requests.filter { $0.line.hasSuffix("/stream") }
    #expect(streams.map { $0.headers["last-event-id"] } == [nil, "2", "3"])
    #expect(streams.map { $0.target.contains("limit=2") } == [true, false, false])
  }

  @Test("A followed line for people has time, type, agent and content")
  func followedLine() throws {
    let daemon = try SessionCommandTests.daemon { request in
      request.line == "GET \(Self.place)/stream" ? .events([Self.streamed(1, "session_stopped")]) : nil
    }
    let result = try daemon.run("session", "events", Self.id, "--follow")
    #expect(result.output == "2026-01-02T03:04:05Z  session_stopped  general  {\"text\":\"a, b\"}\n")
  }

  @Test("Ctrl-C ends following")
  func interrupt() throws {
    let gate = FakeDaemon.Gate()
    let daemon = try SessionCommandTests.daemon { request in
      request.line == "GET \(Self.place)/stream" ? .held([Self.streamed(1)], until: gate, then: []) : nil
    }
    let command = try daemon.start(["session", "events", Self.id, "--follow"])
    _ = try command.awaitOutput("agent_message")
    command.signal(2)
    #expect(try command.end().status == 130)
    gate.open()
  }
}
