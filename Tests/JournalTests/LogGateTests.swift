@testable import Journal
import Platform
import Testing

/// The rules by which reads and the log of a journal get along, without files.
@Suite struct LogGateTests {
  private let mebibyte = 1 << 20
  private let start = BootTime(nanoseconds: 1_000_000_000)

  private func pass(_ gate: Gate, after time: Duration = .zero) throws -> LogGate.Pass {
    guard case .admitted(let pass) = gate.admit(at: start + time) else { throw NotAdmitted() }
    return pass
  }

  private struct NotAdmitted: Error {}

  @Test func aLogIsCopiedInStepsAndMoreUrgentlyWhenThatDidNotHelp() {
    let gate = Gate()
    #expect(gate.grew(to: 3 * mebibyte) == .nothing)
    #expect(gate.grew(to: 4 * mebibyte) == .whenIdle)
    // Another journal had its turn.
    #expect(gate.grew(to: 11 * mebibyte) == .whenIdle)
    #expect(gate.grew(to: 12 * mebibyte) == .now)
    #expect(!gate.didCopy(leaving: 0))
    #expect(gate.grew(to: 15 * mebibyte) == .nothing)
  }

  @Test func aReadThatHoldsTheLogIsNotTriedAgainWithEachCommit() throws {
    let gate = Gate()
    _ = try pass(gate)
    #expect(gate.grew(to: 13 * mebibyte) == .now)
    #expect(!gate.didCopy(leaving: 13 * mebibyte))
    #expect(gate.grew(to: 14 * mebibyte) == .nothing)
    #expect(gate.grew(to: 17 * mebibyte) == .now)
  }

  @Test func aLogThatBeginsAgainIsAShortOne() {
    let gate = Gate()
    #expect(gate.grew(to: 12 * mebibyte) == .now)
    #expect(!gate.didCopy(leaving: 0))
    #expect(gate.grew(to: mebibyte) == .nothing)
    #expect(gate.grew(to: 4 * mebibyte) == .whenIdle)
  }

  @Test func newReadsWaitUntilTheOldOnesHaveEndedAndEverythingIsCopied() throws {
    let gate = Gate()
    let first = try pass(gate)
    let second = try pass(gate)
    _ = gate.grew(to: 16 * mebibyte + 1)
    #expect(gate.isClosed)
    #expect(gate.admit(at: start) == .waits)
    #expect(!gate.didCopy(leaving: 9 * mebibyte), "a read still runs")
    #expect(!gate.leave(first))
    #expect(gate.leave(second), "the writer is to copy now")
    #expect(gate.admit(at: start) == .waits)
    #expect(gate.grew(to: 17 * mebibyte) == .now)
    #expect(gate.didCopy(leaving: 0))
    #expect(!gate.isClosed)
    _ = try pass(gate)
  }

  @Test func aReadThatEndsWhileTheLogIsCopiedIsNoOtherProgram() throws {
    let gate = Gate()
    let reading = try pass(gate)
    #expect(gate.grew(to: 17 * mebibyte) == .now)
    #expect(gate.leave(reading))
    #expect(!gate.didCopy(leaving: 5 * mebibyte), "the copy had begun before")
    #expect(!gate.isHeld)
    #expect(gate.admit(at: start) == .waits)
    #expect(gate.grew(to: 17 * mebibyte) == .now)
    #expect(gate.didCopy(leaving: 0))
  }

  @Test func aCopyThatFailsHoldsUpNoReads() throws {
    let gate = Gate()
    #expect(gate.grew(to: 17 * mebibyte) == .now)
    #expect(gate.admit(at: start) == .waits)
    #expect(gate.couldNotCopy())
    #expect(!gate.isHeld)
    let reading = try pass(gate)
    #expect(gate.grew(to: 18 * mebibyte) == .now)
    #expect(!gate.couldNotCopy(), "nobody waits")
    _ = gate.leave(reading)
    _ = gate.grew(to: 34 * mebibyte)
    #expect(gate.admit(at: start) == .waits)
  }

  @Test func aLogFarTooLongRefusesReads() throws {
    let gate = Gate()
    let reading = try pass(gate)
    _ = gate.grew(to: 48 * mebibyte)
    #expect(gate.admit(at: start) == .waits)
    _ = gate.grew(to: 48 * mebibyte + 1)
    #expect(gate.admit(at: start) == .refused)
    _ = gate.leave(reading)
    #expect(gate.grew(to: 49 * mebibyte) == .now)
    #expect(gate.didCopy(leaving: 0))
    _ = try pass(gate)
  }

  @Test func onlyReadsThatOthersWaitForAreOverdue() throws {
    let gate = Gate()
    let long = try pass(gate)
    let short = try pass(gate, after: .milliseconds(200))
    let now = start + .milliseconds(300)
    #expect(gate.overdue(at: now).isEmpty)
    _ = gate.grew(to: 17 * mebibyte)
    #expect(gate.overdue(at: now) == [long])
    _ = gate.leave(long)
    #expect(gate.overdue(at: now).isEmpty)
    #expect(gate.leave(short))
  }

  @Test func anotherProgramHoldsUpNeitherReadsNorTheWriter() throws {
    let gate = Gate()
    #expect(gate.grew(to: 17 * mebibyte) == .now)
    #expect(gate.didCopy(leaving: 13 * mebibyte))
    #expect(gate.isHeld)
    #expect(gate.reportedBytes == nil)
    _ = try pass(gate)
    // Tried again as the log grows; the reads are asked to wait again after as much as before.
    _ = gate.grew(to: 32 * mebibyte)
    #expect(!gate.isClosed)
    _ = gate.grew(to: 65 * mebibyte)
    #expect(gate.isClosed)
    #expect(gate.reportedBytes == 65 * mebibyte)
  }

  @Test func anotherProgramThatLetsGoIsForgotten() throws {
    let gate = Gate()
    #expect(gate.grew(to: 65 * mebibyte) == .now)
    #expect(gate.didCopy(leaving: mebibyte))
    #expect(gate.reportedBytes == 65 * mebibyte)
    #expect(gate.grew(to: 70 * mebibyte) == .whenIdle)
    #expect(!gate.didCopy(leaving: 0))
    #expect(gate.grew(to: 4096) == .nothing)
    #expect(!gate.isHeld)
    #expect(gate.reportedBytes == nil)
    #expect(gate.grew(to: 17 * mebibyte) == .now)
  }
}

/// The gate as a reference, so that expectations can call what changes it.
private final class Gate {
  private var gate = LogGate()

  var isClosed: Bool { gate.isClosed }
  var isHeld: Bool { gate.isHeld }
  var reportedBytes: Int? { gate.reportedBytes }

  func admit(at now: BootTime) -> LogGate.Admission { gate.admit(at: now) }
  func leave(_ pass: LogGate.Pass) -> Bool { gate.leave(pass) }
  func overdue(at now: BootTime) -> [LogGate.Pass] { gate.overdue(at: now) }
  func grew(to bytes: Int) -> LogGate.Copying { gate.grew(to: bytes) }
  func didCopy(leaving rest: Int) -> Bool { gate.didCopy(leaving: rest) }
  func couldNotCopy() -> Bool { gate.couldNotCopy() }
}
