public import Home
public import Platform
public import ShimProtocol

/// What there is of a run in its directory. Nothing is changed by looking.
public struct RunInspection: Sendable, Equatable {
  /// What became of the shim.
  public enum Condition: Sendable, Equatable {
    /// The lock is held: the shim lives, however slow it answers.
    case running
    /// The exit record is written.
    case exited(ExitRecord)
    /// The shim had named itself and is gone without a record.
    case killed
    /// The shim never got so far that it could start an agent.
    case neverStarted
  }

  /// What became of the shim.
  public var condition: Condition
  /// Who it is, once it has said so.
  public var identity: ShimIdentity?
  /// Whether the directory is that of this home on this machine; nothing of a copy is adopted or signalled.
  public var isOurs: Bool

  /// Looks at a run. Blocks. What is no plain file where one belongs, or no directory, is an error.
  ///
  /// - Parameters:
  ///   - homeID: the home that is served.
  ///   - bootID: the boot that the machine is in.
  public static func of(_ run: RunDirectory, homeID: String, bootID: String) throws(SystemError) -> RunInspection {
    if let status = try FileStatus.ifPresent(run.path, following: false), status.kind != .directory {
      throw .isNoDirectory("open", run.path)
    }
    // A shim writes its identity, then the exit record, and lets go of the lock last. Looked at backwards, a free lock
    // means that whatever will ever be there is there.
    let isLocked = try isLocked(run)
    let identity = try read(run.identity).flatMap { try? ShimIdentity($0) }
    let isOurs = try identity.map { identity throws(SystemError) in
      try Self.isOurs(identity, run, homeID: homeID, bootID: bootID)
    }
    let condition: Condition
    if let exit = try exitRecord(run) {
      condition = .exited(exit)
    } else if isLocked {
      condition = .running
    } else {
      condition = identity == nil ? .neverStarted : .killed
    }
    return RunInspection(condition: condition, identity: identity, isOurs: isOurs ?? true)
  }

  /// The exit record, once it is written.
  public static func exitRecord(_ run: RunDirectory) throws(SystemError) -> ExitRecord? {
    try read(run.exit).flatMap { try? ExitRecord($0) }
  }

  /// Whether somebody holds the lock. Takes nothing.
  public static func isLocked(_ run: RunDirectory) throws(SystemError) -> Bool {
    try DescriptionLock.isHeld(run.lock)
  }

  private static func isOurs(
    _ identity: ShimIdentity, _ run: RunDirectory, homeID: String, bootID: String
  ) throws(SystemError) -> Bool {
    guard identity.homeID == ByteText(homeID) else { return false }
    // Device numbers may change with a boot, and no process of another boot lives.
    guard identity.bootID == ByteText(bootID) else { return true }
    let lock = try FileStatus.ifPresent(run.lock, following: false)?.identity
    return lock == FileStatus.Identity(device: identity.lockDevice, inode: identity.lockInode)
  }

  private static func read(_ path: String) throws(SystemError) -> [UInt8]? {
    guard try FileStatus.ifPresent(path, following: false) != nil else { return nil }
    do {
      return try FileDescriptor.file(path, 0).readToEnd()
    } catch  where error.isMissing {
      return nil
    }
  }
}
