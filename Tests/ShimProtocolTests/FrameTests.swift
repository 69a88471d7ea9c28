import ShimProtocol
import Testing

@Suite struct FrameTests {
  static let client: [ClientFrame] = [
    .attach(ClientFrame.Attach(homeID: "home-1", generation: 7, build: "b")),
    .attach(ClientFrame.Attach(versions: [], homeID: "", generation: .max, build: "")),
    .stdin(position: 1 << 40, [0, 10, 255]),
    .stdin(position: 0, []),
    .acknowledge(12_345_678_901),
    .stop(ClientFrame.Stop(inputGrace: 3000, terminationGrace: 5000)),
    .stop(.kill),
    .startTerminal(
      ClientFrame.TerminalStart(
        id: "t-1", arguments: ["sh", "-c", "echo ä"], directory: "/tmp", environment: ["A=1", "B="], outputLimit: 9)),
    .killTerminal("t-1"),
    .releaseTerminal("t_2"),
  ]

  static let shim: [ShimFrame] = [
    .hello(
      ShimFrame.Hello(
        build: "dev", session: "sess-0123456789abcdef", epoch: 3, agentPID: 42, agentStartTicks: 99, lowestKept: 8,
        length: 100, acknowledged: 50, accepted: ShimFrame.Accepted(position: 70, free: 65536, closed: false),
        exited: true, blocked: 28,
        terminals: [
          TerminalReport(id: "a", state: .running, pid: 5, startTicks: 6),
          TerminalReport(id: "b", state: .exited, pid: 7, startTicks: 8, code: -1, signal: 9),
        ])),
    .refused(ShimFrame.Refused(reason: .olderGeneration, highest: 8)),
    .length(1 << 33),
    .accepted(ShimFrame.Accepted(position: 5, free: 0, closed: true)),
    .exited(length: 77),
    .terminal(TerminalReport(id: "c", state: .failed, errno: 2)),
    .blocked(28),
    .error(kind: 99, text: "unknown kind"),
  ]

  private func frames(_ bytes: [UInt8], pieces: Int) throws -> [RawFrame] {
    var reader = FrameReader()
    var found: [RawFrame] = []
    for start in stride(from: 0, to: bytes.count, by: pieces) {
      bytes[start..<min(start + pieces, bytes.count)].withUnsafeBytes { reader.append($0) }
      while let frame = try reader.next() { found.append(frame) }
    }
    return found
  }

  @Test(arguments: [1, 2, 3, 7, 16, 17, 100, 100_000])
  func framesComeBackHoweverTheStreamIsCut(pieces: Int) throws {
    let sent = Self.client.flatMap { $0.encoded() } + Self.shim.flatMap { $0.encoded() }
    let found = try frames(sent, pieces: pieces)
    #expect(try found.prefix(Self.client.count).map { try ClientFrame($0) } == Self.client)
    #expect(try found.dropFirst(Self.client.count).map { try ShimFrame($0) } == Self.shim)
  }

  @Test func payloadsCutAnywhereAreErrorsAndNeverTraps() throws {
    for bytes in Self.client.map({ $0.encoded() }) + Self.shim.map({ $0.encoded() }) {
      let raw = try #require(try frames(bytes, pieces: bytes.count).first)
      for length in 0..<raw.payload.count {
        let cut = RawFrame(header: raw.header, payload: Array(raw.payload.prefix(length)))
        _ = try? ClientFrame(cut)
        _ = try? ShimFrame(cut)
      }
      let longer = RawFrame(header: raw.header, payload: raw.payload + [1, 2, 3])
      if let client = try? ClientFrame(raw), case .stdin = client { continue }
      if let shim = try? ShimFrame(raw), case .error = shim { continue }
      #expect(try ClientFrame(longer) == ClientFrame(raw), "a later version may append fields")
      #expect(try ShimFrame(longer) == ShimFrame(raw))
    }
  }

  @Test func unknownKindsAreSteppedOver() throws {
    let unknown = RawFrame(header: FrameHeader(kind: 77, number: 1, length: 2), payload: [1, 2])
    #expect(try ClientFrame(unknown) == nil)
    #expect(try ShimFrame(unknown) == nil)
  }

  @Test func tooLargeAPayloadEndsTheStream() throws {
    var reader = FrameReader()
    let header: [UInt8] = [1, 0, 16, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
    header.withUnsafeBytes { reader.append($0) }
    #expect(throws: WireError.invalid) { try reader.next() }
  }

  @Test(arguments: ["", "a/b", "..", "a b", String(repeating: "x", count: 65)])
  func namesOfTerminalsCannotLeaveTheirDirectory(name: String) throws {
    let bytes = ClientFrame.killTerminal(ByteText(name)).encoded()
    let raw = try #require(try frames(bytes, pieces: 100).first)
    #expect(throws: WireError.invalid) { try ClientFrame(raw) }
  }
}
