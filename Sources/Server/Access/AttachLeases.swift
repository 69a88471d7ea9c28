import API
import Diagnostics
import Home
import Platform
import Synchronization

/// Leases of clients on live sessions (contract: `attachSession`). A lease tells others that somebody is there; it
/// keeps nobody out of the session. It ends by itself, and with the daemon.
final class AttachLeases: Sendable {
  private struct Lease {
    var holder: String
    var since: WallTime
    var until: WallTime
  }

  private let clock: any Clock
  private let leases = Mutex<[SessionID: Lease]>([:])

  init(clock: any Clock) {
    self.clock = clock
  }

  /// Takes a lease, or takes it anew for the same holder.
  ///
  /// - Throws: `session_not_attachable` while somebody else holds it.
  func take(_ session: SessionID, holder: String, for duration: Duration) throws -> AttachPayload {
    let now = clock.now()
    let lease = Lease(holder: holder, since: now, until: now + duration)
    return try leases.withLock { leases in
      leases = leases.filter { $0.value.until > now }
      if let other = leases[session], other.holder != holder {
        throw AghError(
          .sessionNotAttachable, "session \(session) is attached to \(other.holder) until \(other.until)",
          next: "wait until the lease ends, or use the session without one")
      }
      leases[session] = lease
      return Self.payload(session, lease)
    }
  }

  /// The lease on a session; nil when there is none.
  func current(_ session: SessionID) -> AttachPayload? {
    let now = clock.now()
    return leases.withLock { leases in
      leases[session].flatMap { $0.until > now ? Self.payload(session, $0) : nil }
    }
  }

  private static func payload(_ session: SessionID, _ lease: Lease) -> AttachPayload {
    AttachPayload(
      sessionID: session.text, attachedTo: lease.holder, expiresAt: lease.until.rfc3339,
      attachedAt: lease.since.rfc3339)
  }
}
