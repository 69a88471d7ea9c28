internal import Platform
internal import SQLite
internal import Synchronization

/// The gate between the readers of a journal and its writer, both in this process. Thread-safe.
final class ReadGate: Sendable {
  private struct State {
    var gate = LogGate()
    var running: [LogGate.Pass: Interrupter] = [:]
    var waiting: [CheckedContinuation<Void, Never>] = []
    var whenReadsEnded: (@Sendable () -> Void)?
    var isOver = false
  }

  /// The journals that are being written in this process.
  private static let gates = Mutex<[String: ReadGate]>([:])
  /// Held while a log is copied that can wait its turn: of many journals at once, one keeps the disk busy.
  private static let turn = Mutex<Void>(())

  private let path: String
  private let clock: any Clock
  private let state = Mutex(State())

  private init(path: String, clock: any Clock) {
    self.path = path
    self.clock = clock
  }

  /// The gate of a journal that is being written here.
  static func of(_ path: String) -> ReadGate? { gates.withLock { $0[path] } }

  /// The gate for a new writer of a journal.
  static func begin(_ path: String, clock: any Clock) -> ReadGate {
    let gate = ReadGate(path: path, clock: clock)
    gates.withLock { $0[path] = gate }
    return gate
  }

  // MARK: - Readers

  /// Runs one read, of one snapshot. Without an interrupter the others wait for its end, whatever it takes; one that is
  /// exempt is not counted and never waits.
  ///
  /// - Throws: `catchingUp` when the read has to wait, `overloaded` when it should not even do that.
  static func pass<Result>(
    _ path: String, _ interrupter: Interrupter?, isExempt: Bool = false, _ body: () throws -> Result
  ) throws -> Result {
    guard !isExempt, let gate = of(path) else { return try body() }
    let pass = try gate.enter(interrupter)
    defer { gate.leave(pass) }
    return try body()
  }

  private func enter(_ interrupter: Interrupter?) throws -> LogGate.Pass {
    let now = clock.boot()
    return try state.withLock { state in
      switch state.gate.admit(at: now) {
      case .admitted(let pass):
        state.running[pass] = interrupter
        return pass
      case .waits: throw JournalError.catchingUp(path: path)
      case .refused: throw JournalError.overloaded(path: path)
      }
    }
  }

  private func leave(_ pass: LogGate.Pass) {
    let ended = state.withLock { state in
      state.running[pass] = nil
      return state.gate.leave(pass) ? state.whenReadsEnded : nil
    }
    ended?()
  }

  /// Returns when reads are let in again.
  func opened() async {
    await withCheckedContinuation { continuation in
      let isOpen = state.withLock { state in
        guard state.gate.isClosed, !state.isOver else { return true }
        state.waiting.append(continuation)
        return false
      }
      if isOpen { continuation.resume() }
    }
  }

  // MARK: - The writer

  /// Called, on any thread, when the log can be copied and reads wait for that.
  func setWhenReadsEnded(_ body: @escaping @Sendable () -> Void) {
    state.withLock { $0.whenReadsEnded = body }
  }

  /// The length of a log that another program holds and that has become too long.
  var reportedBytes: Int? { state.withLock { $0.gate.reportedBytes } }

  /// The log has this length after a commit: copies it when that is due, and opens the gate when that is done.
  ///
  /// - Parameter checkpoint: copies what no reader needs and answers how many bytes are left.
  func grew(to bytes: Int, checkpoint: () throws -> Int) throws {
    let now = clock.boot()
    let copying = state.withLock { state in
      for pass in state.gate.overdue(at: now) { state.running[pass]?.interrupt() }
      return state.gate.grew(to: bytes)
    }
    let rest: Int?
    do {
      switch copying {
      case .nothing: return
      case .whenIdle: rest = try Self.turn.withLockIfAvailable { _ in try checkpoint() }
      case .now: rest = try checkpoint()
      }
    } catch {
      letGoOn { $0.couldNotCopy() }
      throw error
    }
    if let rest { letGoOn { $0.didCopy(leaving: rest) } }
  }

  /// Lets reads that wait go on when the gate says that it is open.
  private func letGoOn(_ isOpen: (inout LogGate) -> Bool) {
    let due = state.withLock { state -> [CheckedContinuation<Void, Never>] in
      guard isOpen(&state.gate) else { return [] }
      defer { state.waiting = [] }
      return state.waiting
    }
    for continuation in due { continuation.resume() }
  }

  /// The writer is closed or has failed: nothing is held back any more.
  func end() {
    Self.gates.withLock { if $0[path] === self { $0[path] = nil } }
    let due = state.withLock { state in
      state.isOver = true
      state.whenReadsEnded = nil
      defer { state.waiting = [] }
      return state.waiting
    }
    for continuation in due { continuation.resume() }
  }
}
