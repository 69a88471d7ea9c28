import Diagnostics
import Home
import JSON
import Journal
import Platform
import Synchronization
import Testing

@testable import Sessions

@Suite("Attaching to a shim", .timeLimit(.minutes(1)))
struct AttachTests {
  private static let foreign = ShimEvent.attached(
    pid: 4711, startTicks: 12, length: 0, terminals: [], foreignBuild: "another")

  @Test("A start under a shim of another build fails with its own code")
  func foreignStart() async throws {
    let model = try LiveModel()
    model.host.answers.withLock { $0 = [Self.foreign] }
    let session = try await model.create()
    #expect(session.shown.snapshot?.failure?.code == ErrorCode.shimBuildMismatch.rawValue)
    await session.whenStopped()
    #expect(session.shown.snapshot?.state == .stopped)
  }

  @Test("An agent under a shim of another build is left alone and named")
  func foreignAdoption() async throws {
    let model = try LiveModel()
    let first = try await model.create()
    await first.abandonForTest()
    model.host.answers.withLock { $0 = [Self.foreign] }
    let second = try await model.adopt(first.id)
    await second.whenStopped()
    #expect(second.shown.failure?.code == .shimBuildMismatch)
    #expect(try model.host.agent(first.id).orThrow().exit == nil, "it still runs")
  }

  @Test("A shim that has seen a later daemon is taken over with a higher generation, and the agent goes on")
  func laterGeneration() async throws {
    let model = try LiveModel()
    let first = try await model.create()
    await first.abandonForTest()
    model.host.answers.withLock { $0 = [.refused(.laterGeneration(41))] }
    let second = try await model.adopt(first.id)
    try await second.prompt(NewPrompt(message: "hello", bodyHash: "h"), key: nil)
    let rows = try await model.wait(second) { $0.contains { $0.type == .done } }
    #expect(rows.last?.type == .done)
    #expect(model.host.raised.withLock { $0 } == [41])
    try await second.stop(StopIntent(cause: .userRequested, detail: nil))
  }
}
