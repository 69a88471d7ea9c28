/// A frame from the daemon to a shim.
public enum ClientFrame: Equatable, Sendable {
  /// The first frame of a connection: takes over the shim.
  case attach(Attach)
  /// Bytes for the agent's standard input, the first of which is byte `position` of everything ever sent to it.
  case stdin(position: UInt64, [UInt8])
  /// All bytes of the agent's output below this one are on disk elsewhere; the shim may remove them.
  case acknowledge(UInt64)
  /// Ends the agent.
  case stop(Stop)
  /// Starts a program beside the agent.
  case startTerminal(TerminalStart)
  /// Kills the program of that terminal; its output and exit status stay.
  case killTerminal(ByteText)
  /// Kills the program of that terminal if it runs, and removes its output and exit status.
  case releaseTerminal(ByteText)

  /// Who takes over.
  public struct Attach: Equatable, Sendable {
    /// The versions of the protocol that the daemon speaks, best first.
    public var versions: [UInt8]
    /// The home that the daemon serves.
    public var homeID: ByteText
    /// The rising number of the daemon's boot.
    public var generation: UInt64
    /// Which build the daemon is.
    public var build: ByteText

    /// Describes a daemon.
    public init(
      versions: [UInt8] = ShimProtocolVersion.supported, homeID: ByteText, generation: UInt64, build: ByteText
    ) {
      self.versions = versions
      self.homeID = homeID
      self.generation = generation
      self.build = build
    }
  }

  /// How the agent is ended.
  ///
  /// The ladder closes standard input, waits, sends SIGTERM to the agent's process group, waits, and kills the tree. A
  /// ladder that runs goes on as it began, unless it is told to kill at once.
  public struct Stop: Equatable, Sendable {
    /// Skips both waits: the whole tree is killed at once.
    public var atOnce: Bool
    /// How long after the end of its input the agent may run, in milliseconds.
    public var inputGrace: UInt32
    /// How long after SIGTERM the agent may run, in milliseconds.
    public var terminationGrace: UInt32

    /// The whole ladder.
    public init(inputGrace: UInt32, terminationGrace: UInt32) {
      atOnce = false
      self.inputGrace = inputGrace
      self.terminationGrace = terminationGrace
    }

    /// No graces.
    public static let kill = Stop(atOnce: true)

    private init(atOnce: Bool) {
      self.atOnce = atOnce
      inputGrace = 0
      terminationGrace = 0
    }
  }

  /// A program beside the agent.
  public struct TerminalStart: Equatable, Sendable {
    /// Names the terminal for good: starting the same one again starts nothing. Letters, digits, `-` and `_`, at most 64.
    public var id: ByteText
    /// The program and its arguments.
    public var arguments: [ByteText]
    /// The directory it starts in, absolute.
    public var directory: ByteText
    /// Its environment, as `NAME=value`; the mark of the tree is added.
    public var environment: [ByteText]
    /// How many bytes of its output are kept, from the end; at most 64 MiB.
    public var outputLimit: UInt64

    /// Describes a terminal.
    public init(
      id: ByteText, arguments: [ByteText], directory: ByteText, environment: [ByteText], outputLimit: UInt64
    ) {
      self.id = id
      self.arguments = arguments
      self.directory = directory
      self.environment = environment
      self.outputLimit = outputLimit
    }
  }
}
