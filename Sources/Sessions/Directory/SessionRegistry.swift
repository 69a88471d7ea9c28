import Catalog
import Diagnostics
import Home
import Journal
import Platform

/// Every session of the daemon: the live ones on their threads, the stored ones in the catalog.
///
/// It admits, finds and forgets sessions; what a session does is the business of its `LiveSession`.
public actor SessionRegistry {
  let world: SessionWorld
  var live: [SessionID: LiveSession] = [:]
  /// Sessions that could not be taken over or read when this daemon started, and why.
  var leftAlone: [SessionID: SessionCondition] = [:]
  /// Sessions whose journal was found damaged when somebody read it, and how.
  var damaged: [SessionID: SessionCondition] = [:]
  /// Whether no agent is started any more, because the daemon goes down.
  var isClosing = false
  /// Deleted sessions of which something could not be removed, and why.
  var unfinishedDeletions: [SessionID: SessionCondition] = [:]
  /// Sessions that are being deleted: they are not started again.
  var leaving: Set<SessionID> = []
  /// Those of them that have ended: nobody finds them or takes them over.
  var gone: Set<SessionID> = []
  /// Creates under a key and deletions that run now, by session, each with those that wait for it.
  private var entered: [SessionID: [CheckedContinuation<Void, Never>]] = [:]

  /// Makes a registry without live sessions; `adopt` finds those of earlier daemons.
  init(world: SessionWorld) {
    self.world = world
  }

  /// Waits until no other create or deletion of this session runs; `leave` lets the next one in.
  func enter(_ id: SessionID) async {
    guard entered[id] != nil else {
      entered[id] = []
      return
    }
    await withCheckedContinuation { entered[id, default: []].append($0) }
  }

  /// Ends what `enter` began.
  func leave(_ id: SessionID) {
    guard let first = entered[id]?.first else {
      entered[id] = nil
      return
    }
    entered[id]?.removeFirst()
    first.resume()
  }

  /// Takes a session in if the limit allows it. Nothing is made of one that is refused.
  func admit(_ id: SessionID) throws -> LiveSession {
    if isClosing { throw SessionErrors.stopping() }
    if leaving.contains(id) { throw SessionErrors.notFound(id.text) }
    guard live.count < world.limit else {
      throw SessionErrors.limitReached(world.limit, live.keys.map(\.text).sorted())
    }
    let session = try LiveSession(id: id, environment: environment())
    live[id] = session
    return session
  }

  /// Forgets a session whose journal is closed. Its thread ends when the last caller that waits in it has gone.
  func forget(_ id: SessionID) {
    guard live.removeValue(forKey: id) != nil else { return }
    world.pool.submit { CurrentProcess.trimMemory() }
  }

  func environment() -> SessionEnvironment {
    SessionEnvironment(
      home: world.home, bootID: world.bootID, clock: world.clock, random: world.random, host: world.host,
      limits: world.sessionLimits, projections: world.catalog, terminalEnvironment: world.terminalEnvironment,
      logger: world.logger,
      ended: { [weak self] id in
        Task { await self?.forget(id) }
      })
  }
}
