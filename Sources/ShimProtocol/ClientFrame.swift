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
    /// How many bytes of its output are kept, from the end.
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

// MARK: - Wire form

extension ClientFrame {
  /// The numbers of the kinds.
  public enum Kind: UInt8, Sendable {
    case attach = 1
    case stdin = 2
    case acknowledge = 3
    case stop = 4
    case startTerminal = 5
    case killTerminal = 6
    case releaseTerminal = 7
  }

  /// The bytes to send.
  public func encoded() -> [UInt8] {
    var writer = WireWriter()
    switch self {
    case .attach(let attach):
      writer.put(attach.versions)
      writer.put(attach.homeID)
      writer.put(attach.build)
      return Self.frame(.attach, attach.generation, writer)
    case .stdin(let position, let bytes):
      return FrameHeader(kind: Kind.stdin.rawValue, number: position).encoded(bytes)
    case .acknowledge(let position):
      return Self.frame(.acknowledge, position, writer)
    case .stop(let stop):
      writer.put(stop.inputGrace)
      writer.put(stop.terminationGrace)
      return Self.frame(.stop, stop.atOnce ? 1 : 0, writer)
    case .startTerminal(let start):
      writer.put(start.id)
      writer.put(start.arguments)
      writer.put(start.directory)
      writer.put(start.environment)
      return Self.frame(.startTerminal, start.outputLimit, writer)
    case .killTerminal(let id):
      writer.put(id)
      return Self.frame(.killTerminal, 0, writer)
    case .releaseTerminal(let id):
      writer.put(id)
      return Self.frame(.releaseTerminal, 0, writer)
    }
  }

  private static func frame(_ kind: Kind, _ number: UInt64, _ writer: WireWriter) -> [UInt8] {
    FrameHeader(kind: kind.rawValue, number: number).encoded(writer.bytes)
  }

  /// Reads a frame; nil when its kind is not known in this version.
  public init?(_ raw: RawFrame) throws(WireError) {
    guard let kind = Kind(rawValue: raw.header.kind) else { return nil }
    var reader = WireReader(raw.payload)
    switch kind {
    case .attach:
      let versions = try reader.data()
      let homeID = try reader.text()
      self = .attach(
        Attach(versions: versions, homeID: homeID, generation: raw.header.number, build: try reader.text()))
    case .stdin:
      self = .stdin(position: raw.header.number, raw.payload)
    case .acknowledge:
      self = .acknowledge(raw.header.number)
    case .stop:
      let grace = try reader.uint32()
      let ladder = Stop(inputGrace: grace, terminationGrace: try reader.uint32())
      self = .stop(raw.header.number == 1 ? .kill : ladder)
    case .startTerminal:
      let id = try TerminalName.read(&reader)
      let arguments = try reader.list()
      let directory = try reader.text()
      let environment = try reader.list()
      guard !arguments.isEmpty else { throw .invalid }
      self = .startTerminal(
        TerminalStart(
          id: id, arguments: arguments, directory: directory, environment: environment,
          outputLimit: raw.header.number))
    case .killTerminal:
      self = .killTerminal(try TerminalName.read(&reader))
    case .releaseTerminal:
      self = .releaseTerminal(try TerminalName.read(&reader))
    }
  }
}

/// The names of terminals are names of files.
public enum TerminalName {
  /// Whether `name` may name a terminal.
  public static func isValid(_ name: ByteText) -> Bool {
    var count = 0
    for byte in name.bytes {
      count += 1
      let letter = (65...90).contains(byte) || (97...122).contains(byte)
      guard letter || (48...57).contains(byte) || byte == 45 || byte == 95 else { return false }
    }
    return count >= 1 && count <= 64
  }

  static func read(_ reader: inout WireReader) throws(WireError) -> ByteText {
    let name = try reader.text()
    guard isValid(name) else { throw .invalid }
    return name
  }
}

/// The version of frames, spool and records.
public enum ShimProtocolVersion {
  /// The version of this build.
  public static let current: UInt8 = 1
  /// Every version that this build speaks, best first.
  public static let supported: [UInt8] = [1]
}
