import JSON
import Journal
import Testing

@testable import Sessions

/// The content envelope of each type (contract: sessions §6.1–6.4).
@Suite struct EventContentProjectionTests {
  private let fixture: ProjectionFixture

  init() throws {
    fixture = try ProjectionFixture()
  }

  /// What is beside the fields that every envelope has.
  private func fields(_ row: EventRow) throws -> JSONValue {
    let content = try fixture.content(row)
    #expect(content["schema"] == "agh.session.event.v1")
    #expect(content["type"]?.string == row.type.name)
    #expect(content["session_id"] == "acp-1")
    #expect(content["turn_id"] == "turn-0123456789abcdef")
    #expect(content["timestamp"] == "2026-01-02T03:04:05.6789Z")
    return content.without("schema", "type", "session_id", "turn_id", "timestamp", "raw")
  }

  @Test(arguments: UpdateSamples.all)
  func theUpdateIsServedByteForByte(update: String) throws {
    let row = try fixture.row(update: update)
    let wanted = "\"raw\":\(update)"
    let served = [
      EventProjection.envelope(row, EventFields(row), acpSession: "acp-1"),
      EventProjection.sessionEvent(fixture.view(row), in: fixture.session, extent: .whole),
      EventProjection.sessionEvent(fixture.view(row), in: fixture.session, extent: .streamed),
      EventProjection.agentEvent(row, in: fixture.session, withFailure: true),
    ]
    for bytes in served {
      #expect(String(decoding: bytes, as: UTF8.self).contains(wanted))
      #expect(JSONText.isValid(bytes))
    }
  }

  @Test(
    arguments: [
      (#"{"sessionUpdate":"user_message_chunk","content":{"type":"text","text":"hi"}}"#, ["text": "hi"]),
      (#"{"sessionUpdate":"agent_message_chunk","content":{"type":"text","text":"one "}}"#, ["text": "one "]),
      (#"{"sessionUpdate":"agent_message_chunk","content":{"type":"image","data":"","mimeType":"image/png"}}"#, [:]),
      (
        #"{"sessionUpdate":"agent_message_chunk","content":{"type":"resource_link","uri":"file:///x","name":"x"}}"#,
        ["text": "file:///x"]
      ), (#"{"sessionUpdate":"agent_thought_chunk","content":{"type":"text","text":"hm"}}"#, ["text": "hm"]),
      (
        #"{"sessionUpdate":"tool_call","toolCallId":"t1","title":"Read a.txt","kind":"read","rawInput":{"path":"a.txt"}}"#,
        ["title": "Read a.txt", "tool_name": "Read a.txt", "tool_call_id": "t1", "tool_input": ["path": "a.txt"]]
      ), (#"{"sessionUpdate":"tool_call_update","toolCallId":"t1","status":"in_progress"}"#, ["tool_call_id": "t1"]),
      (#"{"sessionUpdate":"tool_call","toolCallId":"t1","kind":"read"}"#, ["tool_name": "read", "tool_call_id": "t1"]),
      (
        #"{"sessionUpdate":"tool_call_update","toolCallId":"t2","status":"failed","_meta":{"claudeCode":{"toolName":"Bash"}},"#
          + #""rawOutput":{"stdout":"o","stderr":"e"}}"#,
        [
          "tool_name": "Bash", "tool_call_id": "t2",
          "tool_result": ["stdout": "o", "stderr": "e", "raw_output": ["stdout": "o", "stderr": "e"]],
          "tool_error": true,
        ]
      ),
      (
        #"{"sessionUpdate":"tool_call_update","toolCallId":"t1","status":"completed","#
          + #""content":[{"type":"content","content":{"type":"text","text":"file text"}}],"#
          + #""rawOutput":{"content":"file text","file_path":"a.txt"}}"#,
        [
          "tool_call_id": "t1",
          "tool_result": [
            "content": "file text", "file_path": "a.txt", "raw_output": ["content": "file text", "file_path": "a.txt"],
          ],
        ]
      ),
      (
        #"{"sessionUpdate":"tool_call_update","toolCallId":"t3","status":"completed","content":[{"type":"diff","#
          + #""path":"/w/b.txt","oldText":"x\n","newText":"y\n"}]}"#,
        [
          "tool_call_id": "t3",
          "tool_result": [
            "file_path": "/w/b.txt",
            "structured_patch": [["type": "diff", "path": "/w/b.txt", "oldText": "x\n", "newText": "y\n"]],
          ],
        ]
      ),
      (
        #"{"sessionUpdate":"tool_call_update","toolCallId":"t4","status":"failed","#
          + #""content":[{"type":"content","content":{"type":"text","text":"no such file"}}]}"#,
        [
          "tool_call_id": "t4", "tool_result": ["content": "no such file", "error": "no such file"], "tool_error": true,
        ]
      ), (#"{"sessionUpdate":"plan","entries":[]}"#, [:]),
      (
        #"{"sessionUpdate":"usage_update","used":1200,"size":200000,"cost":{"amount":0.01,"currency":"USD"}}"#,
        [
          "usage": [
            "turn_id": "turn-0123456789abcdef", "context_used": 1200, "context_size": 200_000, "cost_amount": 0.01,
            "cost_currency": "USD", "timestamp": "2026-01-02T03:04:05.6789Z",
          ]
        ]
      ),
      (
        #"{"sessionUpdate":"current_mode_update","currentModeId":"ask"}"#,
        ["title": "current_mode_update", "tool_name": "current_mode_update"]
      ),
      (
        #"{"sessionUpdate":"session_info_update","title":"New title"}"#,
        ["title": "session_info_update", "tool_name": "New title"]
      ),
      (
        #"{"sessionUpdate":"notice","severity":"info","title":"Low on space"}"#,
        ["text": "Low on space", "title": "notice"]
      ),
      (#"{"sessionUpdate":"never_heard_of","x":1}"#, ["title": "never_heard_of", "tool_name": "never_heard_of"]),
      (#"{"x":1}"#, [:]),
    ] as [(String, JSONValue)])
  func showsWhatAnUpdateSays(update: String, expected: JSONValue) throws {
    #expect(try fields(fixture.row(update: update)).text == expected.text)
  }

  @Test(
    arguments: [
      (.userMessage, #"{"text":"hello"}"#, #"{"text":"hello"}"#),
      (
        .done, #"{"stop_reason":"end_turn","usage":{"input_tokens":10}}"#,
        #"{"stop_reason":"end_turn","usage":{"turn_id":"turn-0123456789abcdef","input_tokens":10,"#
          + #""timestamp":"2026-01-02T03:04:05.6789Z"}}"#
      ),
      (
        .done, #"{"stop_reason":"end_turn","usage":{"InputTokens":10,"OutputTokens":null,"CacheReadTokens":3}}"#,
        #"{"stop_reason":"end_turn","usage":{"turn_id":"turn-0123456789abcdef","input_tokens":10,"cache_read_tokens":3,"#
          + #""timestamp":"2026-01-02T03:04:05.6789Z"}}"#
      ),
      (
        .error, #"{"failure":{"kind":"process_exit"},"error":"gone"}"#,
        #"{"error":"gone","failure":{"kind":"process_exit"}}"#
      ),
      (
        .sessionStopped, #"{"stop_reason":"agent_crashed","error":"e","survivors":[5]}"#,
        #"{"stop_reason":"agent_crashed","error":"e","survivors":[5]}"#
      ),
      (
        EventType("hook.dispatch.start"), #"{"text":"t","hook_event":"e","hook_name":"n"}"#,
        #"{"hook_event":"e","hook_name":"n","text":"t"}"#
      ),
    ] as [(EventType, String, String)])
  func showsWhatTheDaemonSays(type: EventType, stored: String, expected: String) throws {
    #expect(try fields(fixture.row(type, stored)).text == expected)
  }

  @Test func permissionsAndMarkersKeepTheirRaw() throws {
    let permission =
      #"{"request_id":"r","title":"Edit","tool_name":"Edit","tool_call_id":"c","action":"a","resource":"/w/n","#
      + #""decision":"allow-once","raw":{"request_id":"r","tool_input":{"n": 1.50}}}"#
    let row = fixture.row(.permission, permission)
    let content = EventProjection.envelope(row, EventFields(row), acpSession: "acp-1")
    let text = String(decoding: content, as: UTF8.self)
    #expect(text.contains(#""turn_id":"turn-0123456789abcdef","request_id":"r","timestamp""#))
    #expect(text.contains(#""decision":"allow-once","raw":{"request_id":"r","tool_input":{"n": 1.50}}}"#))
    let marker = #"{"text":"s","title":"k","tool_name":"k","raw":{"kind":"k","summary":"s"}}"#
    #expect(try fixture.content(fixture.row(.marker, marker))["raw"] == ["kind": "k", "summary": "s"])
  }

  @Test func lineEndsBetweenPartsDoNotBreakFrames() throws {
    let row = fixture.row(.plan, "{\"sessionUpdate\":\r\"plan\",\n\"entries\":[\"\\r\\n\"]}")
    let content = EventProjection.envelope(row, EventFields(row), acpSession: nil)
    #expect(!content.contains { $0 == 0x0D || $0 == 0x0A })
    #expect(try JSONParser.parse(content)["raw"]?["entries"] == ["\r\n"])
  }

  @Test func contentThatIsNoObjectIsShownAsText() throws {
    #expect(try fixture.content(fixture.row(.done, "no json")) == "no json")
    #expect(try fixture.content(fixture.row(.done, "[1]")) == "[1]")
  }
}
