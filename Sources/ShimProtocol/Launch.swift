internal import CSystem

/// What a shim is told once, through the pipe it is started with: whom it belongs to and what to start.
///
/// Nothing of it appears among arguments, where every user of the machine could read it.
public struct Launch: Equatable, Sendable {
  /// The home of the session.
  public var homeID: ByteText
  /// The session.
  public var session: ByteText
  /// Which start of the session this is.
  public var epoch: UInt64
  /// The generation of the daemon that starts it.
  public var generation: UInt64
  /// The program and its arguments.
  public var arguments: [ByteText]
  /// The directory the program starts in, absolute.
  public var directory: ByteText
  /// The environment of the program, as `NAME=value`, the mark ``mark`` among them.
  public var environment: [ByteText]
  /// How far the shim may go.
  public var limits: Limits

  /// The name of the variable that every process of a tree carries.
  public static let mark: ByteText = "AGH_SHIM"

  /// What the entry of that variable begins with.
  public static let markPrefix: ByteText = "AGH_SHIM="

  /// How far a shim may go.
  public struct Limits: Equatable, Sendable {
    /// How many bytes of output may be unacknowledged before the agent has to wait.
    public var spoolBytes: UInt64
    /// How long it may run without a daemon, in milliseconds; 0 means for ever.
    public var detachedMilliseconds: UInt64
    /// The graces of a ladder that the shim starts by itself.
    public var ownStop: ClientFrame.Stop

    /// Describes the limits.
    public init(spoolBytes: UInt64, detachedMilliseconds: UInt64, ownStop: ClientFrame.Stop) {
      self.spoolBytes = spoolBytes
      self.detachedMilliseconds = detachedMilliseconds
      self.ownStop = ownStop
    }
  }

  /// Describes a start.
  public init(
    homeID: ByteText, session: ByteText, epoch: UInt64, generation: UInt64, arguments: [ByteText], directory: ByteText,
    environment: [ByteText], limits: Limits
  ) {
    self.homeID = homeID
    self.session = session
    self.epoch = epoch
    self.generation = generation
    self.arguments = arguments
    self.directory = directory
    self.environment = environment
    self.limits = limits
  }
}

// MARK: - Wire form

extension Launch {
  /// The first bytes of the frame, so that a pipe of something else is never taken for it.
  private static let magic: [UInt8] = [0x41, 0x47, 0x48, 0x4c]

  /// The frame: magic, version, length of the payload, CRC-32C of the payload, payload.
  public func encoded() -> [UInt8] {
    var payload = WireWriter()
    payload.put(homeID)
    payload.put(session)
    payload.put(epoch)
    payload.put(generation)
    payload.put(arguments)
    payload.put(directory)
    payload.put(environment)
    payload.put(limits.spoolBytes)
    payload.put(limits.detachedMilliseconds)
    payload.put(limits.ownStop.inputGrace)
    payload.put(limits.ownStop.terminationGrace)
    var frame = WireWriter()
    frame.put(UInt32(ShimProtocolVersion.current))
    frame.put(UInt32(truncatingIfNeeded: payload.bytes.count))
    frame.put(Self.checksum(payload.bytes))
    return Self.magic + frame.bytes + payload.bytes
  }

  /// Reads everything that came through the pipe: the whole frame, and nothing after it.
  public init(_ bytes: [UInt8]) throws(WireError) {
    guard bytes.count >= 16 else { throw .truncated }
    for (index, byte) in Self.magic.enumerated() where bytes[index] != byte { throw .invalid }
    var frame = WireReader([UInt8](bytes[4..<16]))
    guard try frame.uint32() == UInt32(ShimProtocolVersion.current) else { throw .invalid }
    let length = Int(try frame.uint32())
    let expected = try frame.uint32()
    guard bytes.count >= 16 + length else { throw .truncated }
    let payload = [UInt8](bytes[16...])
    guard payload.count == length, Self.checksum(payload) == expected else { throw .invalid }
    var reader = WireReader(payload)
    homeID = try reader.text()
    session = try reader.text()
    epoch = try reader.uint64()
    generation = try reader.uint64()
    arguments = try reader.list()
    directory = try reader.text()
    environment = try reader.list()
    let spoolBytes = try reader.uint64()
    let detached = try reader.uint64()
    let inputGrace = try reader.uint32()
    limits = Limits(
      spoolBytes: spoolBytes, detachedMilliseconds: detached,
      ownStop: ClientFrame.Stop(inputGrace: inputGrace, terminationGrace: try reader.uint32()))
    guard !arguments.isEmpty else { throw .invalid }
  }

  private static func checksum(_ bytes: [UInt8]) -> UInt32 {
    bytes.withUnsafeBytes { buffer in
      guard let base = buffer.baseAddress else { return 0 }
      return cs_crc32c(0, base, buffer.count)
    }
  }
}
