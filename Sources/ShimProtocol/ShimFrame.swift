/// A frame from a shim to the daemon.
public enum ShimFrame: Equatable, Sendable {
  /// The answer to ATTACH: the shim is taken over, and this is its state.
  case hello(Hello)
  /// The other answer to ATTACH; the connection ends.
  case refused(Refused)
  /// The agent's output is now this many bytes long, all of them in the spool.
  case length(UInt64)
  /// How much of the agent's input has been taken.
  case accepted(Accepted)
  /// The exit record is written, and this is the final length of the output.
  case exited(length: UInt64)
  /// What became of a terminal.
  case terminal(TerminalReport)
  /// The spool cannot be written for this reason (an error number), so the agent waits; 0 when it can be again.
  case blocked(Int32)
  /// A frame of that kind was not understood, and nothing was done.
  case error(kind: UInt8, text: ByteText)

  /// Everything a daemon has to know to go on.
  public struct Hello: Equatable, Sendable {
    /// The version that both speak from now on.
    public var version: UInt8
    /// Which build the shim is.
    public var build: ByteText
    /// The session it belongs to.
    public var session: ByteText
    /// Which start of the session it is.
    public var epoch: UInt64
    /// The agent's process; 0 when it could not be started.
    public var agentPID: Int32
    /// When the agent started, in clock ticks since the boot.
    public var agentStartTicks: UInt64
    /// The first byte of the output that the spool still has.
    public var lowestKept: UInt64
    /// The length of the output so far.
    public var length: UInt64
    /// Below this byte the output has been acknowledged.
    public var acknowledged: UInt64
    /// What has been taken of the input.
    public var accepted: Accepted
    /// Whether the exit record is written.
    public var exited: Bool
    /// Why the spool cannot be written; 0 when it can.
    public var blocked: Int32
    /// Every terminal that was started and not released.
    public var terminals: [TerminalReport]

    /// Describes a shim.
    public init(
      version: UInt8 = ShimProtocolVersion.current, build: ByteText, session: ByteText, epoch: UInt64, agentPID: Int32,
      agentStartTicks: UInt64, lowestKept: UInt64, length: UInt64, acknowledged: UInt64, accepted: Accepted,
      exited: Bool, blocked: Int32, terminals: [TerminalReport]
    ) {
      self.version = version
      self.build = build
      self.session = session
      self.epoch = epoch
      self.agentPID = agentPID
      self.agentStartTicks = agentStartTicks
      self.lowestKept = lowestKept
      self.length = length
      self.acknowledged = acknowledged
      self.accepted = accepted
      self.exited = exited
      self.blocked = blocked
      self.terminals = terminals
    }
  }

  /// Why a daemon may not take over.
  public struct Refused: Equatable, Sendable {
    /// The reasons there are.
    public enum Reason: UInt8, Sendable {
      /// A daemon of a later boot was here.
      case olderGeneration = 1
      /// The shim belongs to another home.
      case otherHome = 2
      /// No version in common.
      case noCommonVersion = 3
    }

    /// Why.
    public var reason: Reason
    /// The highest generation that the shim has seen.
    public var highest: UInt64

    /// Describes a refusal.
    public init(reason: Reason, highest: UInt64) {
      self.reason = reason
      self.highest = highest
    }
  }

  /// The state of the agent's input.
  public struct Accepted: Equatable, Sendable {
    /// So many bytes have been taken: the next one to send has this position.
    public var position: UInt64
    /// So many more can be taken now.
    public var free: UInt32
    /// The input is closed: nothing more is ever taken.
    public var closed: Bool

    /// Describes it.
    public init(position: UInt64, free: UInt32, closed: Bool) {
      self.position = position
      self.free = free
      self.closed = closed
    }
  }
}

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

extension ShimFrame {
  /// The numbers of the kinds.
  public enum Kind: UInt8, Sendable {
    case hello = 129
    case refused = 130
    case length = 131
    case accepted = 132
    case exited = 133
    case terminal = 134
    case blocked = 135
    case error = 136
  }

  /// The bytes to send.
  public func encoded() -> [UInt8] {
    var writer = WireWriter()
    switch self {
    case .hello(let hello):
      hello.write(&writer)
      return Self.frame(.hello, UInt64(hello.version), writer)
    case .refused(let refused):
      writer.put(refused.reason.rawValue)
      return Self.frame(.refused, refused.highest, writer)
    case .length(let length):
      return Self.frame(.length, length, writer)
    case .accepted(let accepted):
      accepted.write(&writer)
      return Self.frame(.accepted, accepted.position, writer)
    case .exited(let length):
      return Self.frame(.exited, length, writer)
    case .terminal(let report):
      report.write(&writer)
      return Self.frame(.terminal, 0, writer)
    case .blocked(let errno):
      return Self.frame(.blocked, UInt64(UInt32(bitPattern: errno)), writer)
    case .error(let kind, let text):
      return FrameHeader(kind: Kind.error.rawValue, number: UInt64(kind)).encoded(text.bytes)
    }
  }

  private static func frame(_ kind: Kind, _ number: UInt64, _ writer: WireWriter) -> [UInt8] {
    FrameHeader(kind: kind.rawValue, number: number).encoded(writer.bytes)
  }

  /// Reads a frame; nil when its kind is not known in this version.
  public init?(_ raw: RawFrame) throws(WireError) {
    guard let kind = Kind(rawValue: raw.header.kind) else { return nil }
    var reader = WireReader(raw.payload)
    let number = raw.header.number
    switch kind {
    case .hello: self = .hello(try Hello(&reader, version: number))
    case .refused:
      guard let reason = Refused.Reason(rawValue: try reader.uint8()) else { throw .invalid }
      self = .refused(Refused(reason: reason, highest: number))
    case .length: self = .length(number)
    case .accepted: self = .accepted(try Accepted(&reader, position: number))
    case .exited: self = .exited(length: number)
    case .terminal: self = .terminal(try TerminalReport(&reader))
    case .blocked: self = .blocked(Int32(truncatingIfNeeded: number))
    case .error:
      self = .error(kind: UInt8(truncatingIfNeeded: number), text: ByteText(bytes: raw.payload))
    }
  }
}

extension ShimFrame.Hello {
  fileprivate func write(_ writer: inout WireWriter) {
    writer.put(build)
    writer.put(session)
    writer.put(epoch)
    writer.put(agentPID)
    writer.put(agentStartTicks)
    writer.put(lowestKept)
    writer.put(length)
    writer.put(acknowledged)
    writer.put(accepted.position)
    accepted.write(&writer)
    writer.put(exited)
    writer.put(blocked)
    writer.put(UInt32(truncatingIfNeeded: terminals.count))
    for terminal in terminals { terminal.write(&writer) }
  }

  fileprivate init(_ reader: inout WireReader, version: UInt64) throws(WireError) {
    self.version = UInt8(truncatingIfNeeded: version)
    build = try reader.text()
    session = try reader.text()
    epoch = try reader.uint64()
    agentPID = try reader.int32()
    agentStartTicks = try reader.uint64()
    lowestKept = try reader.uint64()
    length = try reader.uint64()
    acknowledged = try reader.uint64()
    let position = try reader.uint64()
    accepted = try ShimFrame.Accepted(&reader, position: position)
    exited = try reader.bool()
    blocked = try reader.int32()
    terminals = []
    for _ in 0..<(try reader.uint32()) { terminals.append(try TerminalReport(&reader)) }
  }
}

extension ShimFrame.Accepted {
  fileprivate func write(_ writer: inout WireWriter) {
    writer.put(free)
    writer.put(closed)
  }

  fileprivate init(_ reader: inout WireReader, position: UInt64) throws(WireError) {
    self.position = position
    free = try reader.uint32()
    closed = try reader.bool()
  }
}

extension TerminalReport {
  fileprivate func write(_ writer: inout WireWriter) {
    writer.put(id)
    writer.put(state.rawValue)
    writer.put(pid)
    writer.put(startTicks)
    writer.put(code)
    writer.put(signal)
    writer.put(errno)
  }

  fileprivate init(_ reader: inout WireReader) throws(WireError) {
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
