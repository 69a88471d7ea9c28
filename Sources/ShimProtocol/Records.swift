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

/// How an agent ended: the content of `exit`, written after the last process of its tree is gone and the last byte of
/// its output is in the spool.
public struct ExitRecord: Equatable, Sendable {
  /// Why it ended.
  public enum Cause: Sendable, CaseIterable {
    /// By itself, or it could not be started.
    case itself
    /// It was stopped.
    case stop
    /// It was killed without graces.
    case kill
    /// No daemon came for too long.
    case detachedLimit

    /// The word for it in records.
    public var name: ByteText {
      switch self {
      case .itself: "self"
      case .stop: "stop"
      case .kill: "kill"
      case .detachedLimit: "detached_limit"
      }
    }
  }

  /// Where a start gave up.
  public enum Step: Sendable, CaseIterable {
    /// There was no process to be had.
    case fork
    /// The directory cannot be entered.
    case directory
    /// The program cannot be executed.
    case execute

    /// The word for it in records.
    public var name: ByteText {
      switch self {
      case .fork: "fork"
      case .directory: "directory"
      case .execute: "execute"
      }
    }
  }

  /// The exit code; nil when a signal ended it, or when it never started.
  public var code: Int32?
  /// The signal that ended it.
  public var signal: Int32?
  /// Why it ended.
  public var cause: Cause
  /// The length of its output in bytes.
  public var finalLength: UInt64
  /// Processes of the tree that could not be killed.
  public var survivors: [Int32]
  /// Where its start gave up, and with which error number; nil when it did start.
  public var failedStart: FailedStart?

  /// Why an agent did not start.
  public struct FailedStart: Equatable, Sendable {
    /// Where.
    public var step: Step
    /// The error number.
    public var errno: Int32

    /// Describes it.
    public init(step: Step, errno: Int32) {
      self.step = step
      self.errno = errno
    }
  }

  /// Describes an end.
  public init(
    code: Int32?, signal: Int32?, cause: Cause, finalLength: UInt64, survivors: [Int32] = [],
    failedStart: FailedStart? = nil
  ) {
    self.code = code
    self.signal = signal
    self.cause = cause
    self.finalLength = finalLength
    self.survivors = survivors
    self.failedStart = failedStart
  }

  /// One line of JSON.
  public func encoded() -> [UInt8] {
    var writer = JSONLineWriter()
    writer.put("code", code.map { Int64($0) })
    writer.put("signal", signal.map { Int64($0) })
    writer.put("cause", cause.name)
    writer.put("final_length", finalLength)
    writer.put("survivors", survivors)
    writer.put("failed_step", failedStart.map { $0.step.name } ?? "")
    writer.put("errno", failedStart.map { Int64($0.errno) })
    return writer.finished()
  }

  /// Reads the line.
  public init(_ bytes: [UInt8]) throws(WireError) {
    let reader = try JSONLineReader(bytes)
    code = try reader.int32("code")
    signal = try reader.int32("signal")
    let word = try reader.text("cause")
    guard let cause = Cause.allCases.first(where: { $0.name == word }) else { throw .invalid }
    self.cause = cause
    finalLength = try reader.unsigned("final_length")
    survivors = try reader.list("survivors")
    if let errno = try reader.int32("errno") {
      let word = try reader.text("failed_step")
      guard let step = Step.allCases.first(where: { $0.name == word }) else { throw .invalid }
      failedStart = FailedStart(step: step, errno: errno)
    }
  }
}

/// How the program of a terminal ended: the content of `terminals/<id>.exit`.
public struct TerminalExit: Equatable, Sendable {
  /// The exit code; nil when a signal ended it.
  public var code: Int32?
  /// The signal that ended it.
  public var signal: Int32?

  /// Describes an end.
  public init(code: Int32?, signal: Int32?) {
    self.code = code
    self.signal = signal
  }

  /// One line of JSON.
  public func encoded() -> [UInt8] {
    var writer = JSONLineWriter()
    writer.put("code", code.map { Int64($0) })
    writer.put("signal", signal.map { Int64($0) })
    return writer.finished()
  }

  /// Reads the line.
  public init(_ bytes: [UInt8]) throws(WireError) {
    let reader = try JSONLineReader(bytes)
    code = try reader.int32("code")
    signal = try reader.int32("signal")
  }
}
