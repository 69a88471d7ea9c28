import JSON
import Journal
import Testing

@testable import Sessions

/// The payload of lists and streams (contract: sessions §19.3).
@Suite struct SessionEventTests {
  private var fixture: ProjectionFixture

  init() throws {
    fixture = try ProjectionFixture()
  }

  private func payload(
    _ row: EventRow, extent: EventProjection.Extent = .whole, in session: SessionSnapshot? = nil
  ) throws -> JSONValue {
    try JSONParser.parse(
      EventProjection.sessionEvent(fixture.view(row), in: session ?? fixture.session, extent: extent))
  }

  @Test func hasTheFieldsOfTheContract() throws {
    let row = fixture.row(
      .agentMessage, #"{"sessionUpdate":"agent_message_chunk","content":{"type":"text","text":"x"}}"#)
    let event = try payload(row)
    #expect(
      event.without("content") == [
        "id": "ev-00000000000000ff", "session_id": "sess-0123456789abcdef", "sequence": 7,
        "turn_id": "turn-0123456789abcdef", "type": "agent_message", "agent_name": "general",
        "workspace_id": "ws_0123456789abcdef", "workspace_path": "/w", "root_session_id": "sess-0123456789abcdef",
        "spawn_depth": 0, "timestamp": "2026-01-02T03:04:05.6789Z",
      ])
    #expect(event["content"] == (try fixture.content(row)))
  }

  @Test func eventsBetweenTurnsHaveAnEmptyTurn() throws {
    var row = fixture.row(.sessionStopped, #"{"stop_reason":"user_canceled"}"#)
    row.turn = nil
    #expect(try payload(row)["turn_id"] == "")
    #expect(try payload(row)["content"]?["turn_id"] == nil)
  }

  @Test func correlationStandsOutsideToo() throws {
    let row = fixture.row(
      EventType("hook.dispatch.complete"), #"{"hook_name":"n","decision":"applied","actor_id":"a"}"#)
    let event = try payload(row)
    #expect(event["hook_name"] == "n")
    #expect(event["actor_id"] == "a")
    #expect(event["decision"] == nil)
    #expect(event["content"]?["decision"] == "applied")
  }

  @Test func aStopShowsItsReasonOutside() throws {
    var session = fixture.session
    session.state = .stopped
    session.stopReason = "agent_crashed"
    session.stopDetail = "exit status 7"
    session.failure = SessionSnapshot.Failure(kind: "process_exit", summary: "gone")
    let crash = try payload(fixture.row(.sessionStopped, #"{"stop_reason":"agent_crashed","error":"e"}"#), in: session)
    #expect(crash["stop_reason"] == "agent_crashed")
    #expect(crash["stop_detail"] == "exit status 7")
    #expect(crash["failure"] == ["kind": "process_exit", "summary": "gone"])
    let earlier = try payload(
      fixture.row(.sessionStopped, #"{"stop_reason":"user_canceled","failure":{"kind":"cancellation"}}"#), in: session)
    #expect(earlier["stop_reason"] == "user_canceled")
    #expect(earlier["stop_detail"] == nil)
    #expect(earlier["failure"] == ["kind": "cancellation"])
  }

  @Test func aLargeEventIsStreamedAsAReference() throws {
    let text = String(repeating: "x", count: 300_000)
    let update = #"{"sessionUpdate":"agent_message_chunk","content":{"type":"text","text":"\#(text)"}}"#
    let row = fixture.row(.agentMessage, update)
    let streamed = try payload(row, extent: .streamed)
    #expect(streamed["content"] == .null)
    #expect(
      streamed["content_ref"] == [
        "href": "/api/workspaces/ws_0123456789abcdef/sessions/sess-0123456789abcdef/events/7",
        "bytes": .int(update.utf8.count),
      ])
    #expect(try payload(row)["content"]?["text"]?.string?.count == 300_000)
    let agentEvent = EventProjection.agentEvent(row, in: fixture.session, withFailure: true)
    #expect(agentEvent.count < 1000)
    #expect(try JSONParser.parse(agentEvent)["content_ref"] == streamed["content_ref"])
  }

  @Test func failureBelongsToTheRawForm() throws {
    let row = fixture.row(.error, #"{"error":"e","failure":{"kind":"timeout"}}"#)
    let raw = try JSONParser.parse(EventProjection.agentEvent(row, in: fixture.session, withFailure: true))
    #expect(raw["failure"] == ["kind": "timeout"])
    let data = try JSONParser.parse(EventProjection.agentEvent(row, in: fixture.session, withFailure: false))
    #expect(data["failure"] == nil)
    #expect(data["error"] == "e")
    let done = fixture.row(.done, #"{"stop_reason":"end_turn"}"#)
    #expect(
      try JSONParser.parse(EventProjection.agentEvent(done, in: fixture.session, withFailure: true))["raw"] == .null)
  }
}
