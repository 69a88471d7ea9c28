import Diagnostics
import Home
import Journal
import Platform

/// How a session waits for room on the disk of its journal.
struct RoomWait: Equatable, Sendable {
  /// Nothing is read and nothing is decided until the next attempt.
  var isPaused = false
  /// Attempts that found no room, since there was some.
  var attempts = 0
  /// Why the session waits.
  var failure: AghError?
  /// The log takes more, but cannot be copied into the database file.
  var isCheckpointFull = false
  /// The run that was found when the journal could not be opened.
  var found: Epoch?
  /// The last event that people may have seen when the journal is opened.
  var shown: JournalPosition?
}

/// A full disk takes nothing and loses nothing: the transaction was rolled back. The session does what a new daemon would
/// do, again and again until there is room: it goes back to what is committed and takes its run up from there. Meanwhile
/// the shim stays attached, the agent waits at its spool, and no deadline passes.
extension LiveSession {
  /// Whether an error says that the journal has no room.
  static func isFull(_ error: any Error) -> Bool { (error as? AghError)?.code == .homeFull }

  /// Why the session waits for room, when it does.
  var waitsForRoom: AghError? { room.isPaused ? room.failure : nil }

  /// Pauses until the next attempt. Callers that wait for a state are told instead of waiting with it.
  func waitForRoom(_ error: any Error) {
    let failure = environment.journalFailure(id, error)
    begin(.journalFull(failure))
    guard !room.isPaused else { return }
    room.isPaused = true
    room.failure = failure
    room.attempts += 1
    timers.cancelDeadlines(on: executor)
    timers.startRoom(at: environment.clock.boot() + RetryDelay.after(room.attempts), on: executor) { [self] in
      assumeIsolated { $0.tryAgain() }
    }
    resume(&settling)
    resume(&stopping)
  }

  /// Something was written: whatever waited goes on at once.
  func foundRoom() {
    guard room.attempts > 0 else { return }
    let isPaused = room.isPaused
    room.attempts = 0
    end(.journal)
    if isPaused { executor.post { [self] in assumeIsolated { $0.tryAgain() } } }
  }

  private func tryAgain() {
    timers.cancelRoom(on: executor)
    guard room.isPaused, broken == nil, closing == .open else { return }
    room.isPaused = false
    // A full disk is no silence of the agent.
    supervision?.note(nil, at: environment.clock.boot())
    do {
      guard let writer else { return try adoptAgain() }
      if writer.unsynced { _ = try writer.tick() }
      try takeUp()
    } catch {
      report(error)
    }
  }

  /// The journal could not even be opened when the run was found.
  private func adoptAgain() throws {
    guard let found = room.found else { return try adoptWithoutRun(shown: room.shown) }
    try adopt(environment.host.inspect(id, found), shown: room.shown)
  }
}
