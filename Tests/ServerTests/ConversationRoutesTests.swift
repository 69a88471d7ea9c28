import Home
import HTTP
import JSON
import Journal
import Sessions
import Testing

@Suite struct ConversationRoutesTests {
  private static func conversation(_ turns: Int) -> [EventView] {
    (0..<turns).flatMap { turn in
      let id = Sample.turn(turn)
      let first = Int64(3 * turn + 1)
      return [
        Sample.event(first, .userMessage, #"{"text":"q\#(turn)"}"#, turn: id),
        Sample.event(
          first + 1, .agentMessage,
          #"{"sessionUpdate":"agent_message_chunk","content":{"type":"text","text":"a\#(turn)"}}"#, turn: id),
        Sample.event(first + 2, .done, #"{"stop_reason":"end_turn"}"#, turn: id),
      ]
    }
  }

  @Test func pagesThroughATranscriptFromItsEnd() async throws {
    let harness = try Harness { $0.events = Self.conversation(10) }
    var path = Harness.session + "/transcript?limit=6"
    var texts: [String] = []
    for _ in 0..<5 {
      let page = try await harness.get(path).json
      let messages = try #require(page["messages"]?.array)
      texts = messages.compactMap { $0["parts"]?[0]?["text"]?.string } + texts
      guard let before = page["before_sequence"]?.int else { break }
      path = Harness.session + "/transcript?limit=6&before_sequence=\(before)"
    }
    #expect(texts == (0..<10).flatMap { ["q\($0)", "a\($0)"] })
  }

  @Test func refusesLimitsThatAreNone() async throws {
    let harness = try Harness { $0.events = Self.conversation(1) }
    for (route, limit, status) in [
      ("transcript", "501", 400), ("transcript", "-1", 400), ("recap", "101", 400), ("recap", "x", 400),
      ("recap", "0", 200), ("transcript", "500", 200), ("history", "2", 200),
    ] {
      #expect(try await harness.get("\(Harness.session)/\(route)?limit=\(limit)").status == status, "\(route) \(limit)")
    }
    #expect(try await harness.get(Harness.session + "/recap?limit=0").json["recap"]?["recent_messages"]?.array == [])
  }

  @Test func groupsEventsByTurn() async throws {
    let harness = try Harness { $0.events = Self.conversation(3) }
    for target in ["/history", "/history?limit=100"] {
      let history = try await harness.get(Harness.session + target).json["history"]?.array
      #expect(history?.map { $0["turn_id"]?.string } == (0..<3).map { Sample.turn($0).text }, "\(target)")
      #expect(history?.map { $0["events"]?.array?.count } == [3, 3, 3], "\(target)")
    }
    let empty = try Harness()
    for target in ["/history", "/history?limit=1"] {
      #expect(try await empty.get(Harness.session + target).text == #"{"history":[]}"#)
    }
  }

  @Test func recapsTheLatest() async throws {
    let marker = #"{"text":"late","raw":{"kind":"transcript_marker.prompt_timeout","summary":"late"}}"#
    let harness = try Harness { fake in
      fake.events = Self.conversation(3) + [Sample.event(10, .marker, marker)]
    }
    let recap = try await harness.get(Harness.session + "/recap?limit=2").json["recap"]
    #expect(
      recap?.object?.keys == [
        "session", "recent_markers", "recent_messages", "pending_inputs", "pending_markers", "snapshot",
      ])
    #expect(recap?["recent_markers"]?[0]?["kind"]?.string == "transcript_marker.prompt_timeout")
    #expect(recap?["recent_messages"]?.array?.map { $0["role"]?.string } == ["assistant", "system"])
    #expect(recap?["pending_markers"]?.int == 1)
    #expect(recap?["snapshot"]?["event_cursor"]?.int == 5)
  }

  @Test func inspectsASession() async throws {
    let inspection = try await Harness().get(Harness.session + "/inspect").json
    #expect(inspection["session_id"]?.string == Sample.sessionID.text)
    #expect(inspection["health"]?["state"]?.string == "idle")
    #expect(inspection["config_digest"]?.string?.hasPrefix("sha256:") == true)
  }
}
