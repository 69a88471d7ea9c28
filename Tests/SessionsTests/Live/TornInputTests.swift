import JSON
import Journal
import Testing

@testable import Sessions

@Suite("A message that is cut short when the daemon dies", .timeLimit(.minutes(3)))
struct TornInputTests {
  @Test("At every byte of a prompt: the next daemon goes on at that byte, and the agent gets it whole and once")
  func everyByte() async throws {
    let model = try LiveModel()
    let id = try await { try await model.create().id }()
    var session = try await model.adopt(id)
    let agent = try model.host.agent(id).orThrow()
    var cut = 0
    var isWhole = false
    while !isWhole {
      let before = agent.input.count
      let received = agent.received.count
      agent.setRoom(cut)
      try await session.prompt(NewPrompt(message: "prompt \(cut) \u{1F600}", bodyHash: "h"), key: nil)
      #expect(agent.input.count <= before + cut)
      isWhole = agent.received.count > received
      #expect(isWhole || agent.input.count == before + cut, "byte \(cut)")
      await session.abandonForTest()
      agent.setRoom(nil)
      session = try await model.adopt(id)
      _ = try await model.wait(session) { rows in rows.count { $0.type == .done } == cut + 1 }
      cut += 1
    }
    #expect(cut > 100, "a prompt has more bytes than \(cut)")
    let prompts = agent.received.filter { $0["method"] == "session/prompt" }
    #expect(!agent.received.contains("torn"))
    #expect(
      prompts.map { $0["params"]?["prompt"]?.array?.last?["text"]?.string }
        == (0..<cut).map { "prompt \($0) \u{1F600}" })
    try await session.stop(StopIntent(cause: .userRequested, detail: nil))
  }
}
