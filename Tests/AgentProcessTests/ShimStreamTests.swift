import ShimProtocol
import Testing

@testable import AgentProcess

@Suite("The conversation with a shim")
struct ShimStreamTests {
  private static func hello(accepted: UInt64, free: UInt32, acknowledged: UInt64 = 0, exited: Bool = false) -> [UInt8] {
    ShimFrame.hello(
      ShimFrame.Hello(
        build: "b", session: "s", epoch: 1, agentPID: 7, agentStartTicks: 9, lowestKept: 0, length: 10,
        acknowledged: acknowledged, accepted: ShimFrame.Accepted(position: accepted, free: free, closed: false),
        exited: exited, blocked: 0, terminals: [])
    ).encoded()
  }

  private static func take(_ bytes: [UInt8], _ stream: inout ShimStream) throws -> [ShimStream.Event] {
    try bytes.withUnsafeBytes { try stream.take($0) }
  }

  @Test("offers nothing before HELLO, then no more than is free, and goes on where the shim is")
  func offers() throws {
    var stream = ShimStream()
    #expect(stream.offer([1, 2, 3], at: 0) == nil)
    _ = try Self.take(Self.hello(accepted: 100, free: 2), &stream)
    #expect(stream.inputPosition == 100)
    #expect(stream.offer([1, 2, 3], at: 99) == nil, "another position than the expected one")
    let offered = stream.offer([1, 2, 3], at: 100)
    let offer = try #require(offered)
    #expect(offer.count == 2)
    #expect(offer.frame == ClientFrame.stdin(position: 100, [1, 2]).encoded())
    #expect(stream.offer([3], at: 102) == nil, "nothing is free")
    let accepted = ShimFrame.accepted(ShimFrame.Accepted(position: 102, free: 5, closed: false)).encoded()
    #expect(try Self.take(accepted, &stream) == [.accepted])
    #expect(stream.offer([3], at: 102)?.count == 1)
  }

  @Test("passes on what holds up the spool, and what the shim did not understand")
  func complaints() throws {
    var stream = ShimStream()
    let frames: [ShimFrame] = [.blocked(28), .error(kind: 9, text: "unknown kind"), .blocked(0)]
    #expect(
      try Self.take(frames.flatMap { $0.encoded() }, &stream)
        == [.blocked(28), .error(kind: 9, text: "unknown kind"), .blocked(0)])
  }

  @Test("understands frames that come in pieces of any size")
  func pieces() throws {
    let bytes = Self.hello(accepted: 5, free: 9, exited: true) + ShimFrame.length(77).encoded()
    for size in 1...bytes.count {
      var stream = ShimStream()
      var events: [ShimStream.Event] = []
      for start in stride(from: 0, to: bytes.count, by: size) {
        events += try Self.take(Array(bytes[start..<min(start + size, bytes.count)]), &stream)
      }
      #expect(events.count == 3)
      #expect(events.last == .length(77))
    }
  }

  @Test("says each thing once: acknowledgements rise, an order to stop is repeated only to shorten it")
  func once() throws {
    var stream = ShimStream()
    _ = try Self.take(Self.hello(accepted: 0, free: 9, acknowledged: 50), &stream)
    #expect(stream.acknowledge(50) == nil)
    #expect(stream.acknowledge(60) != nil)
    #expect(stream.acknowledge(60) == nil)
    let ladder = ClientFrame.Stop(inputGrace: 5000, terminationGrace: 250)
    #expect(stream.stop(ladder) != nil)
    #expect(stream.stop(ladder) == nil)
    #expect(stream.stop(.kill) != nil)
    #expect(stream.stop(.kill) == nil)
  }
}
