import AgentProcess
import CSystem
import Platform
import ShimProtocol
import Testing

@Suite("A shim's socket", .blocking)
struct ShimSocketTests {
  let bench: ShimBench

  init() throws {
    bench = try ShimBench()
  }

  @Test func anEqualOrHigherGenerationTakesOverAndALowerOneIsRefused() throws {
    let run = try bench.start(["cat"])
    let first = try run.attach(generation: 5)
    let second = try run.attach(generation: 5)
    try first.waitForEnd()
    let third = try run.attach(generation: 9)
    try second.waitForEnd()

    let late = try ShimPeer(run.directory)
    try late.send(
      .attach(ClientFrame.Attach(homeID: ByteText(bench.homeID), generation: 8, build: "test")))
    #expect(try late.nextRefusal() == ShimFrame.Refused(reason: .olderGeneration, highest: 9))
    try late.waitForEnd()
    try third.write([1])
    try third.waitForLength(1)
  }

  @Test func refusesOtherHomesAndVersions() throws {
    let run = try bench.start(["cat"])
    let stranger = try ShimPeer(run.directory)
    try stranger.send(.attach(ClientFrame.Attach(homeID: "other", generation: 99, build: "test")))
    #expect(try stranger.nextRefusal().reason == .otherHome)
    let future = try ShimPeer(run.directory)
    try future.send(
      .attach(ClientFrame.Attach(versions: [200], homeID: ByteText(bench.homeID), generation: 99, build: "test")))
    #expect(try future.nextRefusal().reason == .noCommonVersion)
    #expect(try run.attach(generation: 2).hello?.version == 1)
  }

  @Test func takesOverFromAClientThatHangs() throws {
    let run = try bench.script("for i in $(seq 5000); do echo line; done; cat")
    let hanging = try run.attach()
    // It never reads, so the lengths fill its socket; a frame of its own lies half-sent.
    try hanging.send(bytes: Array(ClientFrame.stdin(position: 0, [1, 2, 3]).encoded().prefix(17)))
    try eventually("the agent has written a lot") { try run.output().count == 25_000 }
    let next = try run.attach(generation: 2)
    #expect(next.hello?.length == 25_000)
    try next.write([1])
    try next.waitForLength(25_001)
  }

  @Test func unknownAndMalformedFramesAreAnsweredAndHarmless() throws {
    let run = try bench.start(["cat"])
    let peer = try run.attach()
    try peer.send(bytes: [3, 0, 0, 0, 99, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 7, 7, 7])
    #expect(try peer.nextError() == (99, "unknown kind"))
    try peer.send(bytes: [1, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7])
    #expect(try peer.nextError() == (4, "malformed"))
    try peer.send(.killTerminal("../x"))
    #expect(try peer.nextError() == (6, "malformed"))
    try peer.write([1])
    try peer.waitForLength(1)
  }

  @Test func tooLargeAFrameAndAnOrderBeforeAttachEndTheConnection() throws {
    let run = try bench.start(["cat"])
    let large = try run.attach()
    try large.send(bytes: [1, 0, 16, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
    _ = try large.nextError()
    try large.waitForEnd()
    let early = try ShimPeer(run.directory)
    try early.send(.stop(.kill))
    #expect(try early.nextError() == (4, "attach first"))
    try early.waitForEnd()
    #expect(try run.attach().hello?.exited == false)
  }

  @Test func connectionsThatNeverAttachDoNotCrowdOutADaemon() throws {
    let run = try bench.start(["cat"])
    let idle = try (0..<10).map { _ in try ShimPeer(run.directory) }
    let peer = try run.attach()
    try peer.write([1])
    try peer.waitForLength(1)
    // All but the last few were closed.
    try idle[0].waitForEnd()
    for other in idle { other.close() }
  }

  @Test func inputIsTakenOnlyWhereItIsExpectedAndOnlyWhatFits() throws {
    let run = try bench.start(["sleep", "1000"])
    let peer = try run.attach()
    try peer.send(.stdin(position: 1, [1, 2, 3]))
    #expect(try peer.nextAccepted() == ShimFrame.Accepted(position: 0, free: 65536, closed: false))
    // The pipe takes 64 KiB and so does the buffer: the agent reads nothing.
    let large = [UInt8](repeating: 65, count: 60_000)
    var position: UInt64 = 0
    var free: UInt32 = 65536
    while free > 0 {
      try peer.send(.stdin(position: position, large))
      let accepted = try peer.nextAccepted()
      #expect(accepted.position >= position && accepted.position <= position + UInt64(large.count))
      (position, free) = (accepted.position, accepted.free)
    }
    #expect(position > 65536 && position <= 2 * 65536)
    try peer.send(.stdin(position: position, [1]))
    #expect(try peer.nextAccepted() == ShimFrame.Accepted(position: position, free: 0, closed: false))
    #expect(try run.attach().hello?.accepted == ShimFrame.Accepted(position: position, free: 0, closed: false))
  }

  @Test func saysWhenThereIsRoomAgain() throws {
    let run = try bench.start(["cat"])
    let peer = try run.attach()
    // More than pipes and buffers hold, so the input goes in as the output is taken.
    let content = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    try peer.write(content)
    try peer.waitForLength(UInt64(content.count))
    #expect(try run.output() == content)
  }

  @Test func inputOfAnAgentThatHasClosedItsEndIsNeverTaken() throws {
    let run = try bench.script("exec <&-; echo closed; sleep 1000")
    let peer = try run.attach()
    try peer.waitForLength(7)
    try peer.send(.stdin(position: 0, [1]))
    try peer.next { frame in if case .accepted(let state) = frame, state.closed { () } else { nil } }
    let state = try #require(try run.attach().hello).accepted
    #expect(state.closed && state.free == 0)
  }

  @Test func aConnectionTornAtAnyByteOfAFrameLeavesTheInputExact() throws {
    let run = try bench.start(["cat"])
    let line = Array("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"session/prompt\"}\n".utf8)
    var expected: [UInt8] = []
    let size = ClientFrame.stdin(position: 0, line).encoded().count
    for cut in 0...size {
      let torn = try run.attach()
      let position = try #require(torn.hello).accepted.position
      try torn.send(bytes: Array(ClientFrame.stdin(position: position, line).encoded().prefix(cut)))
      torn.close()
      // The next daemon goes on where the shim is: nowhere, or behind the whole frame.
      let next = try run.attach()
      let accepted = try #require(next.hello).accepted.position
      #expect(accepted == position || accepted == position + UInt64(line.count) && cut == size)
      if accepted > position { expected += line }
      next.close()
    }
    let last = try run.attach()
    try last.write(expected + line)
    try last.waitForLength(UInt64(expected.count + line.count))
    #expect(try run.output() == expected + line)
  }
}
