internal import CSystem

/// Writes the agent's output to the spool, and removes what is acknowledged.
///
/// Bytes that have been read from the agent are never given up: when the disk takes no more, they wait here, and nothing
/// more is read.
struct Spool {
  private let directory: Int32
  private let limit: UInt64
  /// Room for one record.
  private let buffer = UnsafeMutableRawBufferPointer.allocate(
    byteCount: SpoolRecord.headerSize + SpoolRecord.largest, alignment: 16)
  /// The part of the buffer that is sealed and not yet written.
  private var unwritten = 0..<0
  private var unwrittenBytes: UInt64 = 0

  private var segment: Int32 = -1
  private var segmentNumber: UInt32 = 0
  private var segmentLength = 0
  /// The first byte of each segment that is kept, the present one last.
  private var segmentStarts: [UInt64] = []

  /// How many bytes of output are in the spool.
  private(set) var length: UInt64 = 0
  /// Below this byte the output is acknowledged.
  private(set) var acknowledged: UInt64 = 0
  /// Why the last write failed; 0 when it did not.
  private(set) var blocked: Int32 = 0

  init(directory: Int32, limit: UInt64) {
    self.directory = directory
    self.limit = limit
  }

  /// The first byte that is kept.
  var lowestKept: UInt64 { segmentStarts.first ?? 0 }

  /// Whether bytes wait for the disk.
  var hasUnwritten: Bool { !unwritten.isEmpty }

  /// Whether anything may be read from the agent now. While draining, the limit does not count.
  func hasRoom(draining: Bool) -> Bool {
    unwritten.isEmpty && (draining || length - acknowledged < limit || BrokenRule.isBroken("shim-spool-limit"))
  }

  /// What came of an attempt to read.
  enum Taken {
    case bytes, nothing, end
  }

  /// Reads once from the agent into a record, and writes that.
  mutating func take(from source: Int32, draining: Bool) -> Taken {
    guard hasRoom(draining: draining), let base = buffer.baseAddress else { return .nothing }
    let most = UInt64(SpoolRecord.largest)
    let room = draining || length - acknowledged >= limit ? most : min(limit - (length - acknowledged), most)
    let count = cs_read(source, base + SpoolRecord.headerSize, Int(room))
    if count == -Int(EAGAIN) { return .nothing }
    guard count > 0 else { return .end }
    let size = SpoolRecord.headerSize + count
    SpoolRecord(offset: length, time: cs_wall_ns(), count: count)
      .seal(UnsafeMutableRawBufferPointer(rebasing: buffer[..<size]))
    unwritten = 0..<size
    unwrittenBytes = UInt64(count)
    write()
    return .bytes
  }

  /// Writes what waits. Called again after a failure; the record goes on where it stopped.
  mutating func write() {
    guard let base = buffer.baseAddress, !unwritten.isEmpty else { return }
    if unwritten.lowerBound == 0, segment < 0 || segmentLength + unwritten.count > SpoolRecord.segmentSize {
      guard openSegment() else { return }
    }
    while !unwritten.isEmpty {
      let count = cs_pwrite(segment, base + unwritten.lowerBound, unwritten.count, Int64(segmentLength))
      guard count > 0 else {
        blocked = count < 0 ? Int32(-count) : EIO
        return
      }
      segmentLength += count
      unwritten = (unwritten.lowerBound + count)..<unwritten.upperBound
    }
    blocked = 0
    length += unwrittenBytes
    unwrittenBytes = 0
  }

  private mutating func openSegment() -> Bool {
    let opened = cs_openat(directory, SpoolSegment.name(segmentNumber + 1), O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    guard opened >= 0 else {
      blocked = -opened
      return false
    }
    if segment >= 0 { _ = cs_close(segment) }
    segment = opened
    segmentNumber += 1
    segmentLength = 0
    segmentStarts.append(length)
    return true
  }

  /// Takes note that everything below `position` is on disk elsewhere. Saying so again, or less, changes nothing.
  mutating func acknowledge(_ position: UInt64) {
    guard position > acknowledged, position <= length else { return }
    acknowledged = position
    let next = BrokenRule.isBroken("shim-keep-unacknowledged") ? 0 : 1
    while segmentStarts.count > 1, segmentStarts[next] <= position {
      let oldest = segmentNumber - UInt32(segmentStarts.count) + 1
      _ = cs_unlinkat(directory, SpoolSegment.name(oldest), 0)
      segmentStarts.removeFirst()
    }
  }
}
