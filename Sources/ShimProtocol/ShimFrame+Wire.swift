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
