import Diagnostics
import Home
import JSON
import Platform
import Synchronization
import Testing

@testable import Sessions

@Suite("What holds up a session", .timeLimit(.minutes(1)))
struct ConditionTests {
  private func codes(_ session: LiveSession) -> [String] {
    (session.shown.snapshot?.diagnostics ?? []).map { "\($0.id) \($0.code)" }
  }

  @Test("What the shim says of its disk is shown until it is over", arguments: [28, 122, 5] as [Int32])
  func blocked(errno: Int32) async throws {
    let model = try LiveModel()
    let session = try await model.create()
    await session.take(.blocked(errno))
    #expect(codes(session) == ["session.spool \(errno == 5 ? "spool_blocked" : "home_full")"])
    await session.take(.blocked(0))
    #expect(codes(session) == [])
    try await session.stop(StopIntent(cause: .userRequested, detail: nil))
  }

  @Test("A frame that the shim did not understand is shown until the next connection")
  func complaint() async throws {
    let model = try LiveModel()
    let session = try await model.create()
    await session.take(.complained("malformed (frame 6)"))
    #expect(codes(session) == ["session.shim shim_protocol_error"])
    await session.take(.attached(pid: 4711, startTicks: 12, length: 0, terminals: [], foreignBuild: nil))
    #expect(codes(session) == [])
    try await session.stop(StopIntent(cause: .userRequested, detail: nil))
  }

  @Test("A catalog that cannot be written is shown, logged once, and written as soon as it can be")
  func projection() async throws {
    let model = try LiveModel()
    model.projectionFailure.withLock { $0 = SystemError(operation: "write", errno: 5) }
    let session = try await model.create()
    await session.whenProjected()
    #expect(codes(session) == ["session.projection projection_failed"])
    #expect(model.projected.withLock { $0 }.isEmpty)
    model.projectionFailure.withLock { $0 = SystemError(operation: "write", errno: 28) }
    await session.project()
    await session.whenProjected()
    #expect(codes(session) == ["session.projection home_full"])
    model.projectionFailure.withLock { $0 = nil }
    await session.project()
    await session.whenProjected()
    #expect(codes(session) == [])
    #expect(model.projected.withLock { $0.last?.state } == .active)
    let lines = model.log.withLock { $0 }
    #expect(lines.count { $0.contains("projection_failed") && $0.contains("WARN") } == 1)
    #expect(lines.count { $0.contains("this is over") } == 1)
    try await session.stop(StopIntent(cause: .userRequested, detail: nil))
  }
}
