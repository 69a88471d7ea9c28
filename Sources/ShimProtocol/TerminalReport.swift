/// What became of a terminal.
public struct TerminalReport: Equatable, Sendable {
  /// Where it is in its life.
  public enum State: UInt8, Sendable {
    case running = 1
    case exited = 2
    /// It could not be started; `errno` says why.
    case failed = 3
    case released = 4
  }

  /// Its name.
  public var id: ByteText
  /// Where it is in its life.
  public var state: State
  /// Its process; 0 when it could not be started.
  public var pid: Int32
  /// When that process started, in clock ticks since the boot.
  public var startTicks: UInt64
  /// Its exit code; -1 while it runs and when a signal ended it.
  public var code: Int32
  /// The signal that ended it, or 0.
  public var signal: Int32
  /// Why it could not be started, or 0.
  public var errno: Int32

  /// Describes a terminal.
  public init(
    id: ByteText, state: State, pid: Int32 = 0, startTicks: UInt64 = 0, code: Int32 = -1, signal: Int32 = 0,
    errno: Int32 = 0
  ) {
    self.id = id
    self.state = state
    self.pid = pid
    self.startTicks = startTicks
    self.code = code
    self.signal = signal
    self.errno = errno
  }
}

// MARK: - Wire form

extension TerminalReport {
  func write(_ writer: inout WireWriter) {
    writer.put(id)
    writer.put(state.rawValue)
    writer.put(pid)
    writer.put(startTicks)
    writer.put(code)
    writer.put(signal)
    writer.put(errno)
  }

  init(_ reader: inout WireReader) throws(WireError) {
    id = try reader.text()
    guard let state = State(rawValue: try reader.uint8()) else { throw .invalid }
    self.state = state
    pid = try reader.int32()
    startTicks = try reader.uint64()
    code = try reader.int32()
    signal = try reader.int32()
    errno = try reader.int32()
  }
}
