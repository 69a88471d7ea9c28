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
  /// What the agent or a terminal wrote cannot be stored for this reason (an error number), so it waits; 0 when it can be
  /// again.
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
    /// Why what was written cannot be stored; 0 when it can.
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
