public import Diagnostics
import JSON
public import Platform

/// `home.json`: which home this is, and which daemon of it speaks.
///
/// The id is random and stays with the home; the generation rises with every boot of a daemon and never falls, so a
/// shim can tell a new daemon from an old one. Both are durable before anybody is told of them. Only the holder of the
/// daemon lock writes it.
public struct HomeIdentity: Sendable, Hashable {
  /// Random, 32 hex digits.
  public private(set) var homeID: String
  /// Counted from 1.
  public private(set) var generation: UInt64
  /// The boot of the machine in which the record was written.
  public private(set) var bootID: String
  /// Where the home lay then.
  public private(set) var place: FileStatus.Identity

  /// The identity with which a daemon that holds the lock goes on: the next generation of the recorded home.
  ///
  /// A record of the same boot that names another directory belongs to the original of which this home is a copy: the
  /// copy gets an id of its own before anything else happens, so that it never touches the original's agents. After
  /// another boot device numbers mean nothing, and the place is written anew.
  ///
  /// - Throws: `home_unusable` when the file is there and cannot be understood; the errors of a home that cannot be
  ///   written to.
  public static func next(
    _ home: HomeDirectory, bootID: String, random: any RandomSource = SystemRandom(),
    layer: any FileLayer = SystemFiles()
  ) throws(AghError) -> HomeIdentity {
    if isDamaged(home) { throw damaged(home) }
    do throws(SystemError) {
      let place = try FileStatus.of(home.path).identity
      var identity: HomeIdentity
      if let former = read(home), former.bootID != bootID || former.place == place {
        identity = former
        identity.generation += 1
      } else {
        identity = HomeIdentity(
          homeID: Hex.encode(random.bytes(16)), generation: 1, bootID: bootID, place: place)
      }
      identity.bootID = bootID
      identity.place = place
      try identity.write(home, layer: layer)
      return identity
    } catch {
      throw AghError(home: home, error)
    }
  }

  /// The identity with a generation above one that a shim has seen, durable when it returns.
  public func raised(
    above seen: UInt64, in home: HomeDirectory, layer: any FileLayer = SystemFiles()
  ) throws(AghError) -> HomeIdentity {
    var identity = self
    identity.generation = max(generation, seen) + 1
    do {
      try identity.write(home, layer: layer)
    } catch {
      throw AghError(home: home, error)
    }
    return identity
  }

  /// The recorded identity; nil when there is no record that can be read.
  public static func read(_ home: HomeDirectory) -> HomeIdentity? {
    JSONFile.read(home.identity).flatMap(HomeIdentity.init(json:))
  }

  /// Whether something lies there that is no record. A file that cannot be looked at counts.
  private static func isDamaged(_ home: HomeDirectory) -> Bool {
    if read(home) != nil { return false }
    do {
      return try FileStatus.ifPresent(home.identity, following: false) != nil
    } catch {
      return true
    }
  }

  private static func damaged(_ home: HomeDirectory) -> AghError {
    AghError(
      .homeUnusable, "\(home.identity) is damaged, so it is not known which agents belong to this home",
      next: "restore the file from a backup, or move it away to begin as a new home without the agents still running")
  }

  private func write(_ home: HomeDirectory, layer: any FileLayer) throws(SystemError) {
    let json: JSONValue = [
      "home_id": .string(homeID), "generation": .int(generation), "boot_id": .string(bootID),
      "device": .int(place.device), "inode": .int(place.inode),
    ]
    try JSONFile.write(json, to: home.identity, name: .homeIdentity, layer: layer)
  }

  private init(homeID: String, generation: UInt64, bootID: String, place: FileStatus.Identity) {
    self.homeID = homeID
    self.generation = generation
    self.bootID = bootID
    self.place = place
  }

  private init?(json: JSONValue) {
    func number(_ key: String) -> UInt64? { json[key]?.number.flatMap { UInt64($0.text) } }
    guard let homeID = json["home_id"]?.string, !homeID.isEmpty, let generation = number("generation"),
      let bootID = json["boot_id"]?.string, let device = number("device"), let inode = number("inode")
    else { return nil }
    self.init(
      homeID: homeID, generation: generation, bootID: bootID,
      place: FileStatus.Identity(device: device, inode: inode))
  }
}

extension SyncName {
  /// The syncs of `home.json`.
  public static let homeIdentity = SyncName("home.json")
}
