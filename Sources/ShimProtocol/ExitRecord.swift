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
