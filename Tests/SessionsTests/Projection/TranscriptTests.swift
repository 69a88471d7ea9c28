import Home
import JSON
import Journal
import Testing

@testable import Sessions

@Suite struct TranscriptTests {
  private let fixture: ProjectionFixture

  init() throws {
    fixture = try ProjectionFixture()
  }

  /// Rows with running sequences and ids that tell them apart.
  private func views(_ rows: [EventRow], from first: Int64 = 1) -> [EventView] {
    rows.enumerated().map { index, row in
      var row = row
      row.sequence = first + Int64(index)
      return EventView(id: "ev-\(row.sequence)", journalEpoch: 0, row: row)
    }
  }

  private func messages(
    _ page: [EventView], after before: EventView? = nil, reachesHead: Bool = true
  ) throws -> [JSONValue] {
    try Transcript.messages(of: page, after: before, in: fixture.session, reachesHead: reachesHead).map {
      try JSONParser.parse($0.json)
    }
  }

  private func chunk(_ kind: String, _ text: String) throws -> EventRow {
    try fixture.row(update: #"{"sessionUpdate":"\#(kind)","content":{"type":"text","text":"\#(text)"}}"#)
  }

  @Test func chunksBecomeOnePartUntilSomethingElseComes() throws {
    let rows = try [
      fixture.row(.userMessage, #"{"text":"do it"}"#), chunk("agent_message_chunk", " "),
      chunk("agent_message_chunk", "one "), chunk("agent_message_chunk", "two"), chunk("agent_thought_chunk", "hm"),
      chunk("agent_message_chunk", "three"), fixture.row(.done, #"{"stop_reason":"end_turn"}"#),
      fixture.row(.userMessage, #"{"text":"again"}"#),
    ]
    let messages = try messages(views(rows))
    #expect(messages.map { $0["role"]?.string } == ["user", "assistant", "user"])
    #expect(messages.map { $0["id"]?.string } == ["ev-1", fixture.turn.text, "ev-8"])
    #expect(messages[0]["parts"] == [["type": "text", "text": "do it", "state": "done"]])
    #expect(messages[1]["parts"]?.array?.map { $0["text"]?.string } == ["one two", "hm", "three"])
    #expect(messages[1]["parts"]?.array?.map { $0["type"]?.string } == ["text", "reasoning", "text"])
    #expect(messages[1]["parts"]?[2]?["id"]?.string == "\(fixture.turn)-text-2")
    #expect(messages.allSatisfy { $0["metadata"] == nil })
  }

  @Test func aToolIsOnePartWithWhatBecameOfIt() throws {
    let rows = try [
      #"{"sessionUpdate":"tool_call","toolCallId":"t1","title":"bash","rawInput":{"command":"cat a"}}"#,
      #"{"sessionUpdate":"tool_call_update","toolCallId":"t1","status":"failed","rawOutput":{"stderr":"no such file"}}"#,
      #"{"sessionUpdate":"tool_call","title":"no id","kind":"other"}"#,
    ].map { try fixture.row(update: $0) }
    let message = try #require(try messages(views(rows)).first)
    let parts = try #require(message["parts"]?.array)
    #expect(parts.map { $0["type"]?.string } == ["tool-bash", "data-agh-event", "tool-no id", "data-agh-event"])
    #expect(parts[0]["state"]?.string == "output-error")
    #expect(parts[0]["errorText"]?.string == "no such file")
    #expect(parts[0]["input"] == ["command": "cat a"])
    #expect(parts[0]["output"]?["tool_result"]?["raw_output"]?["stderr"]?.string == "no such file")
    #expect(parts[2]["state"]?.string == "input-streaming")
    #expect(parts[2]["toolCallId"]?.string == "\(fixture.turn):ev-3")
  }

  @Test func aDecisionStandsInThePlaceOfItsRequest() throws {
    let rows = [
      fixture.row(.permission, #"{"request_id":"r1","title":"Edit"}"#),
      fixture.row(.permission, #"{"request_id":"r1","title":"Edit","decision":"allow-once"}"#),
    ]
    let parts = try messages(views(rows)).first?["parts"]
    #expect(parts?.array?.count == 1)
    #expect(parts?[0]?["id"]?.string == "r1")
    #expect(parts?[0]?["data"]?["decision"]?.string == "allow-once")
  }

  @Test func whatInterruptsATurnIsAMessageOfItsOwn() throws {
    let rows = try [
      chunk("agent_message_chunk", "a"),
      fixture.row(.marker, #"{"text":"Prompt canceled by operator.","title":"transcript_marker.prompt_cancel"}"#),
      chunk("agent_message_chunk", "b"),
      fixture.row(.error, #"{"error":"it broke","failure":{"kind":"prompt_failure"}}"#),
    ]
    let messages = try messages(views(rows))
    #expect(messages.map { $0["id"]?.string } == [fixture.turn.text, "ev-2", "\(fixture.turn)-2", "ev-4"])
    #expect(messages.map { $0["role"]?.string } == ["assistant", "system", "assistant", "assistant"])
    #expect(messages[3]["parts"]?[0]?["data"]?["failure"]?["kind"]?.string == "prompt_failure")
  }

  @Test func wordsOfTheRunningTurnAreOpenOnTheLatestPage() throws {
    var fixture = fixture
    fixture.session.turn = SessionSnapshot.Turn(
      id: fixture.turn, startedAt: fixture.session.createdAt, lastActivityAt: fixture.session.createdAt,
      lastActivityKind: "agent_message", currentTool: nil, toolCallID: nil)
    let page = try views([chunk("agent_message_chunk", "a")])
    for (reachesHead, state) in [(true, "streaming"), (false, "done")] {
      let message = try #require(
        Transcript.messages(of: page, after: nil, in: fixture.session, reachesHead: reachesHead).first)
      #expect(try JSONParser.parse(message.json)["parts"]?[0]?["state"]?.string == state)
    }
  }

  @Test func aPageThatBeginsInATurnSaysSo() throws {
    let rows = try views([
      fixture.row(.userMessage, #"{"text":"do it"}"#), chunk("agent_message_chunk", "a"),
      chunk("agent_message_chunk", "b"),
    ])
    #expect(try messages(Array(rows[2...]), after: rows[1])[0]["metadata"]?["continued"]?.bool == true)
    #expect(try messages(Array(rows[1...]), after: rows[0])[0]["metadata"] == nil)
  }

  @Test func troubleIsPendingUntilTheSessionRecovers() throws {
    func marker(_ kind: String) throws -> Marker {
      let content = #"{"text":"x","raw":{"kind":"transcript_marker.\#(kind)","summary":"x"}}"#
      return try #require(Marker(fixture.row(.marker, content)))
    }
    let markers = try ["prompt_timeout", "session_recovered", "prompt_cancel", "prompt_timeout"].map(marker)
    #expect(Marker.pending(markers) == 1)
    #expect(Marker.pending(try markers + [marker("session_recovered")]) == 0)
    #expect(Marker(fixture.row(.done, "{}")) == nil)
  }
}
