import Home
import Synchronization

/// The identity of the home that is served, with the generation that fences off earlier daemons.
final class HomeFence: Sendable {
  private let home: HomeDirectory
  private let state: Mutex<HomeIdentity>

  init(_ identity: HomeIdentity, of home: HomeDirectory) {
    self.home = home
    state = Mutex(identity)
  }

  /// The identity as it is now.
  var identity: HomeIdentity { state.withLock { $0 } }

  /// Goes on with a generation above one that was seen; it is on disk when this returns.
  func raise(above seen: UInt64) throws {
    try state.withLock { identity in
      guard identity.generation <= seen else { return }
      identity = try identity.raised(above: seen, in: home)
    }
  }
}
