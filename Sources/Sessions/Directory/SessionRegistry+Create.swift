import Catalog
import Diagnostics
public import Home
import Journal
import Platform

extension SessionRegistry {
  /// Creates a session (contract: sessions §2.5). Everything that can be refused is refused before anything is made.
  public func create(_ request: NewSession, key: String?) async throws -> SessionSnapshot {
    let id = SessionID(bytes: try key.map { try derivedID($0) } ?? world.random.bytes(8))
    guard let key else { return try await settled(make(id, request, key: nil), wait: request.wait) }
    // Calls with the same key wait for each other until the session is on disk, and then answer that one.
    await enter(id)
    let session: LiveSession?
    do {
      session = try await isThere(id) ? nil : make(id, request, key: key)
    } catch {
      leave(id)
      throw error
    }
    leave(id)
    if let session { return try await settled(session, wait: request.wait) }
    return try await existing(id, request, key)
  }

  /// Makes the session; it is on disk when this returns.
  private func make(_ id: SessionID, _ request: NewSession, key: String?) async throws -> LiveSession {
    let plan = try await world.planner.plan(request, id: id)
    let session = try admit(id)
    do {
      try await session.create(
        plan.creation, key: key.map { KeyRow(key: $0, bodyHash: request.bodyHash, turn: nil) }, launch: plan.launch)
    } catch {
      forget(id)
      throw error
    }
    return session
  }

  private func isThere(_ id: SessionID) async throws -> Bool {
    if live[id] != nil { return true }
    return try await world.catalog.session(id) != nil
  }

  /// Runs a stopped session again, or attaches to a live one.
  public func resume(_ id: SessionID, wait: Bool) async throws -> ResumeOutcome {
    if let session = try await working(id, for: .resume) {
      await session.whenSettled()
      if let snapshot = session.shown.snapshot, snapshot.state == .active {
        return ResumeOutcome(session: snapshot, mode: .live)
      }
      await session.whenStopped()
      if let failure = await session.waitsForRoom { throw failure }
      if await session.isOnlyBehind {
        // Its successor writes the catalog.
        await session.abandon()
        if live[id] === session { forget(id) }
      }
    }
    let (shown, stored) = (try await self.session(id).position, try await stored(id))
    let launch = try await world.planner.plan(again: stored)
    if live[id] != nil { return try await resume(id, wait: wait) }
    let session = try admit(id)
    do {
      try await session.resume(launch: launch, shown: shown)
    } catch {
      forget(id)
      throw error
    }
    let snapshot = try await settled(session, wait: wait)
    return ResumeOutcome(session: snapshot, mode: await session.openingMode)
  }

  /// Waits until a start has succeeded or failed, and says why it failed.
  private func settled(_ session: LiveSession, wait: Bool) async throws -> SessionSnapshot {
    if wait {
      await session.whenSettled()
      await session.whenProjected()
    }
    if let failure = session.shown.failure { throw failure }
    guard let snapshot = session.shown.snapshot else { throw SessionErrors.notFound(session.id.text) }
    if wait, snapshot.state == .stopped || snapshot.state == .stopping {
      throw SessionErrors.startFailed(snapshot)
    }
    return snapshot
  }

  /// The session that an earlier call with the same key has made; waits for its start like the first call did.
  private func existing(_ id: SessionID, _ request: NewSession, _ key: String) async throws -> SessionSnapshot {
    if let session = live[id] {
      if request.wait { await session.whenSettled() } else { await session.whenCreated() }
      if let known = await session.key(key), known.bodyHash != request.bodyHash {
        throw SessionErrors.otherRequest(key)
      }
      return try await settled(session, wait: request.wait)
    }
    guard let snapshot = try await world.catalog.session(id) else { throw SessionErrors.notFound(id.text) }
    if let known = try await storedKey(id, key), known.bodyHash != request.bodyHash {
      throw SessionErrors.otherRequest(key)
    }
    if snapshot.failure != nil, snapshot.acpSessionID == nil { throw SessionErrors.startFailed(snapshot) }
    return snapshot
  }

  /// The first bytes of SHA-256 of home id and key, so that a repeated create finds its session.
  private func derivedID(_ key: String) throws -> [UInt8] {
    try SHA256().hash(Array("\(world.homeID)\u{0}\(key)".utf8))
  }

  private func storedKey(_ id: SessionID, _ key: String) async throws -> KeyRow? {
    let directory = world.home.session(id).path
    return try await world.pool.run { try StoredKey.find(key, directory: directory)?.row }
  }

  /// The creation record of a stored session.
  private func stored(_ id: SessionID) async throws -> Creation {
    let directory = world.home.session(id).path
    return try await reading(id) {
      guard let outline = try await world.pool.run({ try StoredOutline.read(directory: directory) }) else {
        throw SessionErrors.nothingLeft(id)
      }
      return outline.creation
    }
  }
}
