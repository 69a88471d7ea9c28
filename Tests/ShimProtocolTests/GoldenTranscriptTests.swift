import ShimProtocol
import Testing

/// Version 1 as bytes. These never change: a daemon speaks every version since 1, with shims that were started by earlier
/// releases and live on.
@Suite("Version 1 of the protocol")
struct GoldenTranscriptTests {
  /// The bytes of hexadecimal digits; blanks are for readers.
  private func bytes(_ digits: String) -> [UInt8] {
    let values = digits.utf8.filter { $0 > 32 }.map { $0 < 58 ? $0 - 48 : $0 - 87 }
    return stride(from: 0, to: values.count, by: 2).map { values[$0] << 4 | values[$0 + 1] }
  }

  @Test func framesOfTheDaemon() {
    let golden: [(ClientFrame, String)] = [
      (
        .attach(ClientFrame.Attach(versions: [1], homeID: "h", generation: 7, build: "b")),
        "0f000000 01000000 0700000000000000 01000000 01 01000000 68 01000000 62"
      ),
      (.stdin(position: 258, [0x61, 0x0a]), "02000000 02000000 0201000000000000 610a"),
      (.acknowledge(1 << 32), "00000000 03000000 0000000001000000"),
      (
        .stop(ClientFrame.Stop(inputGrace: 5000, terminationGrace: 250)),
        "08000000 04000000 0000000000000000 88130000 fa000000"
      ),
      (.stop(.kill), "08000000 04000000 0100000000000000 00000000 00000000"),
      (
        .startTerminal(
          ClientFrame.TerminalStart(
            id: "t", arguments: ["ls"], directory: "/", environment: ["A=1"], outputLimit: 9)),
        "1f000000 05000000 0900000000000000 01000000 74 01000000 02000000 6c73 01000000 2f 01000000 03000000 413d31"
      ),
      (.killTerminal("t"), "05000000 06000000 0000000000000000 01000000 74"),
      (.releaseTerminal("t"), "05000000 07000000 0000000000000000 01000000 74"),
    ]
    for (frame, digits) in golden { #expect(frame.encoded() == bytes(digits)) }
  }

  @Test func framesOfTheShim() {
    let hello = ShimFrame.Hello(
      build: "b", session: "s", epoch: 2, agentPID: 3, agentStartTicks: 4, lowestKept: 5, length: 6, acknowledged: 7,
      accepted: ShimFrame.Accepted(position: 8, free: 9, closed: true), exited: false, blocked: 28,
      terminals: [TerminalReport(id: "t", state: .exited, pid: 1, startTicks: 2, code: -1, signal: 9, errno: 0)])
    let golden: [(ShimFrame, String)] = [
      (
        .hello(hello),
        """
        6a000000 81000000 0100000000000000 01000000 62 01000000 73 0200000000000000 03000000 0400000000000000
        0500000000000000 0600000000000000 0700000000000000 0800000000000000 09000000 01 00 1c000000
        01000000 01000000 74 02 01000000 0200000000000000 ffffffff 09000000 00000000
        """
      ),
      (.refused(ShimFrame.Refused(reason: .otherHome, highest: 3)), "01000000 82000000 0300000000000000 02"),
      (.length(6), "00000000 83000000 0600000000000000"),
      (
        .accepted(ShimFrame.Accepted(position: 8, free: 65536, closed: false)),
        "05000000 84000000 0800000000000000 00000100 00"
      ),
      (.exited(length: 6), "00000000 85000000 0600000000000000"),
      (
        .terminal(TerminalReport(id: "t", state: .failed, errno: 2)),
        "1e000000 86000000 0000000000000000 01000000 74 03 00000000 0000000000000000 ffffffff 00000000 02000000"
      ),
      (.blocked(28), "00000000 87000000 1c00000000000000"),
      (.error(kind: 99, text: "?"), "01000000 88000000 6300000000000000 3f"),
    ]
    for (frame, digits) in golden { #expect(frame.encoded() == bytes(digits)) }
  }

  @Test func launchFrame() {
    let launch = Launch(
      homeID: "h", session: "s", epoch: 1, generation: 2, arguments: ["a"], directory: "/", environment: ["X=1"],
      limits: Launch.Limits(
        spoolBytes: 3, detachedMilliseconds: 4,
        ownStop: ClientFrame.Stop(inputGrace: 5, terminationGrace: 6)))
    let payload =
      "01000000 68 01000000 73 0100000000000000 0200000000000000 01000000 01000000 61 01000000 2f 01000000 03000000 583d31"
      + "0300000000000000 0400000000000000 05000000 06000000"
    #expect(Array(launch.encoded().prefix(12)) == bytes("4147484c 01000000 4b000000"))
    #expect(Array(launch.encoded().dropFirst(16)) == bytes(payload))
  }
}
