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
