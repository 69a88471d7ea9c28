import Diagnostics
import Home
import Journal
import Platform

/// A session that runs: the one writer of its journal, on a thread of its own.
///
/// Everything it decides is a `Draft`; everything it does to the world follows from the committed `EngineState`, so it
/// can be done again by a later daemon. Reading, folding, committing and publishing are
/// synchronous; `await` stands only where a caller waits for a result.
actor LiveSession {
  nonisolated let id: SessionID
  nonisolated let executor: PinnedExecutor
  /// How far the journal is committed, and its last events, for followers.
  nonisolated let tail: LiveTail
  /// The session as people see it, as of the last commit. Reading it never waits for the session's thread.
  nonisolated let shown: ShownSession

  let environment: SessionEnvironment
  var state = EngineState()
  var writer: JournalWriter?
  var shim: (any ShimLink)?
  var reading = SpoolReading()
  var timers = SessionTimers()
  /// How long the running turn has been silent; nil while nothing is to be watched.
  var supervision: TurnSupervision?
  /// Why this session cannot go on, when its journal failed. Nothing is acknowledged any more.
  var broken: AghError?
  /// How it waits for room on the disk.
  var room = RoomWait()
  var closing = SessionClosing.open
  var projection = ProjectionProgress()
  /// Whether the creation is committed.
  var isCreated = false
  /// Callers that wait until the session is created, is active or stopped, is stopped, is projected.
  var creating: [CheckedContinuation<Void, Never>] = []
  var settling: [CheckedContinuation<Void, Never>] = []
  var stopping: [CheckedContinuation<Void, Never>] = []
  var projecting: [CheckedContinuation<Void, Never>] = []

  /// Makes a session that has no journal open yet; `create`, `adopt` or `resume` follows.
  init(id: SessionID, environment: SessionEnvironment) throws {
    self.id = id
    self.environment = environment
    executor = try PinnedExecutor(name: "session")
    tail = LiveTail(head: 0)
    shown = ShownSession()
  }

  deinit {
    executor.finish()
  }

  nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
}
