import ShimProtocol
import Testing

@Suite("The launch frame")
struct LaunchTests {
  static let launch = Launch(
    homeID: "home", session: "sess-0123456789abcdef", epoch: 2, generation: 5, arguments: ["agent", "--acp", ""],
    directory: "/work/ä", environment: ["PATH=/bin", "EMPTY=", ByteText(bytes: [0x58, 0x3d, 0xff])],
    limits: Launch.Limits(
      spoolBytes: 256 << 20, detachedMilliseconds: 86_400_000,
      ownStop: ClientFrame.Stop(inputGrace: 5000, terminationGrace: 250)))

  @Test func comesBackWhole() throws {
    #expect(try Launch(Self.launch.encoded()) == Self.launch)
  }

  @Test func cutAnywhereItIsRefused() {
    let bytes = Self.launch.encoded()
    for length in 0..<bytes.count {
      #expect(throws: WireError.self) { try Launch(Array(bytes.prefix(length))) }
    }
  }

  @Test func anyByteChangedItIsRefused() {
    let bytes = Self.launch.encoded()
    for index in bytes.indices {
      var changed = bytes
      changed[index] ^= 0x10
      #expect(throws: WireError.self) { try Launch(changed) }
    }
    #expect(throws: WireError.self) { try Launch(bytes + [0]) }
  }

  @Test func aTextWithANULIsRefused() {
    var launch = Self.launch
    launch.arguments = [ByteText(bytes: [0x61, 0, 0x62])]
    #expect(throws: WireError.invalid) { try Launch(launch.encoded()) }
  }
}
