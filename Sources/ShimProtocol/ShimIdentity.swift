/// Who a shim is: the content of `identity`, written before the agent starts.
///
/// Where the device and inode of `lock` differ from what is recorded, the directory is a copy, and nothing of it may be
/// adopted or signalled.
public struct ShimIdentity: Equatable, Sendable {
  /// The version of the frames and of the spool.
  public var version: UInt8
  /// The shim's process.
  public var pid: Int32
  /// When it started, in clock ticks since the boot.
  public var startTicks: UInt64
  /// The boot it runs in.
  public var bootID: ByteText
  /// Which build it is.
  public var build: ByteText
  /// The device of `lock`.
  public var lockDevice: UInt64
  /// The inode of `lock`.
  public var lockInode: UInt64
  /// The home it belongs to.
  public var homeID: ByteText
  /// The session it belongs to.
  public var session: ByteText
  /// Which start of the session it is.
  public var epoch: UInt64

  /// Describes a shim.
  public init(
    version: UInt8 = ShimProtocolVersion.current, pid: Int32, startTicks: UInt64, bootID: ByteText, build: ByteText,
    lockDevice: UInt64, lockInode: UInt64, homeID: ByteText, session: ByteText, epoch: UInt64
  ) {
    self.version = version
    self.pid = pid
    self.startTicks = startTicks
    self.bootID = bootID
    self.build = build
    self.lockDevice = lockDevice
    self.lockInode = lockInode
    self.homeID = homeID
    self.session = session
    self.epoch = epoch
  }

  /// One line of JSON.
  public func encoded() -> [UInt8] {
    var writer = JSONLineWriter()
    writer.put("version", UInt64(version))
    writer.put("pid", Int64(pid))
    writer.put("start_ticks", startTicks)
    writer.put("boot_id", bootID)
    writer.put("build", build)
    writer.put("lock_device", lockDevice)
    writer.put("lock_inode", lockInode)
    writer.put("home_id", homeID)
    writer.put("session", session)
    writer.put("epoch", epoch)
    return writer.finished()
  }

  /// Reads the line.
  public init(_ bytes: [UInt8]) throws(WireError) {
    let reader = try JSONLineReader(bytes)
    version = UInt8(truncatingIfNeeded: try reader.unsigned("version"))
    pid = Int32(truncatingIfNeeded: try reader.unsigned("pid"))
    startTicks = try reader.unsigned("start_ticks")
    bootID = try reader.text("boot_id")
    build = try reader.text("build")
    lockDevice = try reader.unsigned("lock_device")
    lockInode = try reader.unsigned("lock_inode")
    homeID = try reader.text("home_id")
    session = try reader.text("session")
    epoch = try reader.unsigned("epoch")
  }
}
