import Home
import Journal
import Diagnostics
import HTTP
import JSON
import Sessions
import Testing

@Suite struct PromptRoutesTests {
  private let path = Harness.session + "/prompt"

  @Test func tellsTheTurnInFramesForWebChats() async throws {
    let harness = try Harness { $0.events = Sample.turnEvents }
    for peer in [Harness.tcp, Harness.uds] {
      let target = peer == Harness.tcp ? path + "?format=raw" : path
      let answer = try await harness.post(target, #"{"message":"hello"}"#, peer: peer)
      #expect(answer.headers["x-vercel-ai-ui-message-stream"] == "v1")
      let types = answer.events.map { (try? JSONParser.parse($0.data))?["type"]?.string ?? $0.text }
      #expect(
        types == [
          "start", "text-start", "text-delta", "text-delta", "text-end", "tool-input-start", "tool-input-available",
          "data-agh-event", "finish", "[DONE]",
        ])
      #expect(answer.events.map(\.id) == ["1", "2", "2", "3", "4", "4", "4", "4", "5", nil])
      #expect(answer.events.allSatisfy { $0.event == nil })
    }
  }

  @Test func tellsTheTurnRawOverTheUnixSocket() async throws {
    let harness = try Harness { $0.events = Sample.turnEvents }
    let answer = try await harness.post(path + "?format=raw", #"{"message":"hello"}"#)
    #expect(answer.headers["x-vercel-ai-ui-message-stream"] == nil)
    #expect(answer.events.map(\.event) == ["agent_message", "agent_message", "tool_call", "done"])
    #expect(answer.events.map(\.id) == ["2", "3", "4", "5"])
    let value = try JSONParser.parse(answer.events[0].data)
    #expect(value["session_id"]?.string == "acp-1")
    #expect(value["text"]?.string == "one ")
    #expect(value["raw"]?["sessionUpdate"]?.string == "agent_message_chunk")
  }

  @Test func goesOnBehindACursorWithTheSameFrames() async throws {
    let harness = try Harness { $0.events = Sample.turnEvents }
    for format in ["", "format=raw&"] {
      let whole = try await harness.post(path + "?" + format, #"{"message":"hello"}"#).events
      for after in 0...5 {
        let rest = try await harness.post(path + "?\(format)after_sequence=\(after)", #"{"message":"hello"}"#).events
        let expected = whole.filter { ($0.id.flatMap { Int($0) } ?? Int.max) > after }
        #expect(rest == expected, "\(format) \(after)")
      }
    }
  }

  @Test func leavesAStreamOpenEndedWhenTheTurnIsNotOver() async throws {
    let harness = try Harness { $0.events = Array(Sample.turnEvents.dropLast()) }
    let answer = try await harness.post(path, #"{"message":"hello"}"#)
    #expect(!answer.text.contains("[DONE]"))
    #expect(!answer.text.contains("finish"))
  }

  @Test func showsAFailedTurn() async throws {
    let harness = try Harness { fake in
      fake.events = [
        Sample.turnEvents[0], Sample.event(2, .error, #"{"error":"boom","failure":{"kind":"prompt_failure"}}"#),
      ]
    }
    let chat = try await harness.post(path, #"{"message":"hello"}"#)
    #expect(chat.text.contains(#"{"type":"error","errorText":"boom"}"#))
    #expect(chat.text.contains("[DONE]"))
    let raw = try await harness.post(path + "?format=raw", #"{"message":"hello"}"#)
    #expect(raw.events.map(\.event) == ["error"])
  }

  @Test func takesTheLastMessageOfAWebChat() async throws {
    let harness = try Harness()
    let body = """
      {"messages":[{"role":"user","content":"first"},{"role":"assistant","content":"x"},\
      {"role":"user","parts":[{"type":"text","text":"a"},{"type":"file"},{"type":"text","text":"b"}]}]}
      """
    _ = try await harness.post(path, body, headers: ["Idempotency-Key": "k"])
    #expect(harness.sessions.now.prompted?.message == "a\nb")
    #expect(harness.sessions.now.key == "k")
    _ = try await harness.post(path, #"{"message":" exactly so \n","mode":"queue"}"#)
    #expect(harness.sessions.now.prompted?.message == " exactly so \n")
  }

  @Test(arguments: [
    ("", "invalid_json"), ("{}", "invalid_request"), (#"{"message":"  "}"#, "invalid_request"),
    (#"{"message":5}"#, "invalid_json"), (#"{"message":"a","mode":"nonsense"}"#, "invalid_request"),
    (#"{"messages":[{"role":"assistant","content":"x"}]}"#, "invalid_request"),
  ])
  func refusesBodiesThatMakeNoSense(_ body: String, _ code: String) async throws {
    let harness = try Harness()
    let answer = try await harness.post(path, body)
    #expect(answer.status == 400)
    #expect(answer.code == code)
    #expect(harness.sessions.now.calls.isEmpty)
  }

  @Test func passesOnThatATurnRuns() async throws {
    let harness = try Harness { $0.failure = AghError(.promptInProgress, "a turn runs") }
    let answer = try await harness.post(path, #"{"message":"a"}"#)
    #expect(answer.status == 409)
    #expect(answer.code == "prompt_in_progress")
  }

  @Test func cancels() async throws {
    let harness = try Harness()
    let answer = try await harness.post(path + "/cancel")
    #expect(answer.status == 200)
    #expect(answer.text == "")
    #expect(harness.sessions.now.calls == ["cancel"])
  }
}
