import Home
import JSON
import Journal
import Platform
import Testing

@testable import Sessions

@Suite("A live session whose agent is silent", .timeLimit(.minutes(1)))
struct SupervisionTests {
  /// Never ends a turn by itself; ends a cancelled one if it is told to.
  private static func silent(obeying: Bool) -> FakeHost.Script {
    { message, agent in
      switch message["method"]?.string {
      case "session/prompt": agent.chunk("on it")
      case "session/cancel" where obeying:
        agent.reply(agent.received.last { $0["method"] == "session/prompt" }?["id"], ["stopReason": "cancelled"])
      default: FakeAgent.echo(message, agent)
      }
    }
  }

  private func start(_ limits: SessionLimits, obeying: Bool) async throws -> (LiveModel, LiveSession) {
    let model = try LiveModel(limits: limits, script: Self.silent(obeying: obeying))
    let session = try await model.create()
    try await session.prompt(NewPrompt(message: "work", bodyHash: "h"), key: nil)
    return (model, session)
  }

  @Test("cancels the turn and keeps an agent that obeys")
  func obedient() async throws {
    var limits = SessionLimits()
    limits.supervision.timeoutAfter = .milliseconds(60)
    let (model, session) = try await start(limits, obeying: true)
    let rows = try await model.wait(session) { $0.contains { $0.type == .error } }
    #expect(rows.count { $0.type == .runtimeWarning } == 1)
    #expect(rows.count { $0.type == .marker } == 1)
    #expect(session.shown.snapshot?.state == .active)
    try await session.stop(StopIntent(cause: .userRequested, detail: nil))
  }

  @Test("stops an agent that does not obey within the grace")
  func stubborn() async throws {
    var limits = SessionLimits()
    limits.cancelGrace = .milliseconds(20)
    limits.supervision.deadline = .milliseconds(20)
    let (_, session) = try await start(limits, obeying: false)
    await session.whenStopped()
    #expect(session.shown.snapshot?.stopReason == "timeout")
    #expect(session.shown.snapshot?.stopDetail == "prompt_deadline_exceeded")
    session.executor.stop()
  }

  @Test("says that a long turn still runs, and another daemon goes on watching it")
  func progress() async throws {
    var limits = SessionLimits()
    limits.supervision.progressEvery = .milliseconds(20)
    let (model, first) = try await start(limits, obeying: true)
    _ = try await model.wait(first) { $0.contains { $0.type == .runtimeProgress } }
    await first.abandonForTest()
    let seen = try model.events(first.id).count
    let second = try await model.adopt(first.id)
    _ = try await model.wait(second) { $0.dropFirst(seen).contains { $0.type == .runtimeProgress } }
    try await second.stop(StopIntent(cause: .userRequested, detail: nil))
  }
}
