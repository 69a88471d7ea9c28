import JSON
import Journal
import Testing

@testable import Sessions

/// The frames that answer a prompt (contract: sessions §11.2).
@Suite struct PromptStreamTests {
  private let fixture: ProjectionFixture

  init() throws {
    fixture = try ProjectionFixture()
  }

  private func frames(_ rows: [EventRow]) -> [[UInt8]] {
    var stream = PromptStream(turn: fixture.turn)
    return stream.start() + rows.flatMap { stream.add($0, in: fixture.session) } + stream.end()
  }

  /// The frames without the events in them: type and, in parentheses, the text, name or reason.
  private func summary(_ rows: [EventRow]) throws -> [String] {
    try frames(rows).map { frame in
      if frame.elementsEqual("[DONE]".utf8) { return "[DONE]" }
      let value = try JSONParser.parse(frame)
      let detail = value["delta"] ?? value["toolName"] ?? value["finishReason"] ?? value["errorText"] ?? value["id"]
      return (value["type"]?.string ?? "") + (detail?.string.map { "(\($0))" } ?? "")
    }
  }

  private func text(_ text: String, _ kind: String = "agent_message_chunk") throws -> EventRow {
    try fixture.row(update: #"{"sessionUpdate":"\#(kind)","content":{"type":"text","text":"\#(text)"}}"#)
  }

  @Test func blocksOpenAndCloseAsTheKindChanges() throws {
    let rows = [
      fixture.row(.userMessage, #"{"text":"the prompt"}"#), try text("one "), try text("two"),
      try text("hm", "agent_thought_chunk"), try text("three"),
      fixture.row(.done, #"{"stop_reason":"end_turn"}"#),
    ]
    #expect(
      try summary(rows) == [
        "start", "text-start(turn-0123456789abcdef-text-1)", "text-delta(one )", "text-delta(two)",
        "text-end(turn-0123456789abcdef-text-1)", "reasoning-start(turn-0123456789abcdef-reasoning-1)",
        "reasoning-delta(hm)", "reasoning-end(turn-0123456789abcdef-reasoning-1)",
        "text-start(turn-0123456789abcdef-text-2)", "text-delta(three)", "text-end(turn-0123456789abcdef-text-2)",
        "finish(stop)", "[DONE]",
      ])
  }

  @Test func toolsAnnounceTheirInputOnce() throws {
    let call = #"{"sessionUpdate":"tool_call","toolCallId":"t","title":"Read","rawInput":{"p":1}}"#
    let progress = #"{"sessionUpdate":"tool_call_update","toolCallId":"t","status":"in_progress"}"#
    let result = #"{"sessionUpdate":"tool_call_update","toolCallId":"t","status":"completed"}"#
    let unknown = #"{"sessionUpdate":"tool_call_update","toolCallId":"u","status":"completed"}"#
    #expect(
      try summary([text("a")] + [call, progress, result, unknown].map { try fixture.row(update: $0) }) == [
        "start", "text-start(turn-0123456789abcdef-text-1)", "text-delta(a)",
        "text-end(turn-0123456789abcdef-text-1)", "tool-input-start(Read)", "tool-input-available(Read)",
        "data-agh-event", "data-agh-event", "tool-output-available", "tool-input-start(tool)",
        "tool-input-available(tool)", "tool-output-available", "finish(stop)", "[DONE]",
      ])
  }

  @Test(arguments: [
    (#"{"stop_reason":"end_turn"}"#, "stop"), (#"{"stop_reason":""}"#, "stop"),
    (#"{"stop_reason":"max_tokens"}"#, "length"), (#"{"stop_reason":"cancelled"}"#, "other"),
    (#"{"stop_reason":"weird"}"#, "other"),
  ])
  func finishesWithTheReason(content: String, reason: String) throws {
    #expect(try summary([fixture.row(.done, content)]) == ["start", "finish(\(reason))", "[DONE]"])
  }

  @Test func anErrorClosesTheBlockAndTheStream() throws {
    let rows = [try text("a"), fixture.row(.error, #"{"error":"model exploded","failure":{"kind":"timeout"}}"#)]
    #expect(
      try summary(rows).suffix(4) == [
        "text-end(turn-0123456789abcdef-text-1)", "error(model exploded)", "finish(stop)", "[DONE]",
      ])
  }

  @Test func permissionsCarryTheirID() throws {
    let rows = [fixture.row(.permission, #"{"request_id":"r-1","raw":{"request_id":"r-1"}}"#)]
    #expect(try summary(rows)[1] == "data-agh-permission(r-1)")
  }

  @Test func longTextsAreCutBetweenCharacters() throws {
    let long = String(repeating: "aé😀", count: 30_000)
    let frames = frames([try text(long)])
    let deltas = try frames.dropLast().compactMap { try JSONParser.parse($0)["delta"]?.string }
    #expect(deltas.count == 4)
    #expect(deltas.joined() == long)
    #expect(frames.allSatisfy { $0.count < 100_000 })
  }

  @Test func aBlockWithoutTextIsAnEmptyDelta() throws {
    let image = #"{"sessionUpdate":"agent_message_chunk","content":{"type":"image","data":"","mimeType":"image/png"}}"#
    #expect(try summary([fixture.row(update: image)])[2] == "text-delta()")
  }
}
