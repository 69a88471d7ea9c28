public import Platform
import ShimProtocol

/// Reads the output of a run's agent from its spool, from any byte on.
///
/// Every record is checked before a byte of it is given out. A record that is not whole yet ends a read; whether it will
/// become whole is for the caller to know. Confined to one thread.
public final class SpoolReader {
  /// The byte of the output at which the next read begins.
  public private(set) var position: Int64

  private let directory: String
  private var found: String?
  private var segment: Segment?

  private final class Segment {
    let number: UInt32
    let file: FileDescriptor
    /// Where the next record begins in the file.
    var offset: Int64 = 0

    init(number: UInt32, file: consuming FileDescriptor) {
      self.number = number
      self.file = file
    }
  }

  /// Reads the spool in a directory, which need not be there yet, from byte `position` on.
  public init(directory: String, from position: Int64) {
    self.directory = directory
    self.position = position
  }

  /// What lies at the position and is no record: a torn or damaged one, or a gap. nil when there is nothing, or a record.
  ///
  /// Asked after a read that gave nothing; while the shim lives, a record that is being written looks like a torn one.
  public var damage: String? {
    if let found { return found }
    // A directory that cannot be read has nothing to show either.
    return (try? gap()) ?? nil
  }

  /// The next bytes, about `count` at most and at least one record's when there is one; none when there are none.
  public func read(upTo count: Int) throws(SystemError) -> [UInt8] {
    found = nil
    var bytes: [UInt8] = []
    while bytes.count < count {
      guard let segment = try current() else { break }
      // Enough for one whole record, whatever is asked for; and no more than is there, because most reads are of a few
      // bytes and a large buffer for each would cost more than they do.
      let wanted = max(count - bytes.count, SpoolRecord.largest) + SpoolRecord.headerSize
      let present = max(0, try segment.file.status().size - segment.offset)
      let raw = try segment.file.read(upTo: min(wanted, Int(clamping: present)), at: segment.offset)
      let taken = raw.withUnsafeBytes { take($0, into: &bytes) }
      segment.offset += Int64(taken)
      guard taken == 0 else { continue }
      guard try advance(from: segment) else { break }
    }
    return bytes
  }

  /// Takes whole records from the beginning of `raw`; answers how many bytes of the file they were.
  private func take(_ raw: UnsafeRawBufferPointer, into bytes: inout [UInt8]) -> Int {
    var start = 0
    while start < raw.count {
      let rest = UnsafeRawBufferPointer(rebasing: raw[start...])
      guard case .record(let record) = SpoolRecord.find(in: rest) else {
        found = start == 0 ? "a record at byte \(position) is torn or damaged" : nil
        break
      }
      guard Int64(record.offset) <= position else {
        found = "bytes \(position) to \(record.offset) are missing"
        break
      }
      // After a restart the position may lie inside a record.
      let skip = Int(position - Int64(record.offset))
      if skip < record.count {
        let payload = rest[(SpoolRecord.headerSize + skip)..<(SpoolRecord.headerSize + record.count)]
        bytes.append(contentsOf: payload)
        position += Int64(payload.count)
      }
      start += SpoolRecord.headerSize + record.count
    }
    return start
  }

  /// The segment being read; the one that holds the position when none is.
  private func current() throws(SystemError) -> Segment? {
    if let segment { return segment }
    // The last one that begins at or before the position holds it.
    for number in try numbers().reversed() {
      guard let first = try firstByte(of: number), first <= position else { continue }
      let found = try open(number)
      segment = found
      return found
    }
    return nil
  }

  /// Why a read that found no segment, or the end of one, gave nothing, unless the spool just ends there.
  private func gap() throws(SystemError) -> String? {
    let later = try numbers().first { $0 > segment?.number ?? 0 }
    guard let later else { return nil }
    guard let first = try firstByte(of: later) else { return "segment \(later) begins with no whole record" }
    return first > position ? "bytes \(position) to \(first) are missing" : nil
  }

  /// The first byte of the output that a segment holds; nil when it begins with no whole record.
  private func firstByte(of number: UInt32) throws(SystemError) -> Int64? {
    let head = try open(number).file.read(upTo: SpoolRecord.headerSize + SpoolRecord.largest, at: 0)
    guard case .record(let first) = head.withUnsafeBytes({ SpoolRecord.find(in: $0) }) else { return nil }
    return Int64(first.offset)
  }

  /// Goes on to the next segment when there is one; a segment is whole before the next one is begun.
  private func advance(from segment: Segment) throws(SystemError) -> Bool {
    let next = segment.number + 1
    guard try FileStatus.ifPresent("\(directory)/\(SpoolSegment.name(next))") != nil else { return false }
    // The last record may have been written between the read and the look.
    let raw = try segment.file.read(upTo: SpoolRecord.headerSize, at: segment.offset)
    guard raw.isEmpty else { return found == nil }
    self.segment = try open(next)
    found = nil
    return true
  }

  private func open(_ number: UInt32) throws(SystemError) -> Segment {
    Segment(number: number, file: try FileDescriptor.file("\(directory)/\(SpoolSegment.name(number))", 0))
  }

  private func numbers() throws(SystemError) -> [UInt32] {
    guard let status = try FileStatus.ifPresent(directory, following: false) else { return [] }
    guard status.kind == .directory else { throw .isNoDirectory("open", directory) }
    return try Directory.names(directory).compactMap { SpoolSegment.number($0) }.sorted()
  }
}
