internal import CSystem

/// The format of the spool: the agent's output, cut into records that can be checked one by one.
///
/// A record is u32 length of its bytes (never 0), u32 CRC-32C over everything else in it, u64 offset of its first byte
/// in the output, i64 nanoseconds since 1970, then the bytes; all little-endian. Records follow each other without gaps
/// in files of at most ``segmentSize``, and none lies in two files. The file is never synced.
public struct SpoolRecord: Equatable, Sendable {
  /// The size of what stands before the bytes.
  public static let headerSize = 24
  /// The most bytes that a record has.
  public static let largest = 65536
  /// A file does not grow beyond this size.
  public static let segmentSize = 8 << 20

  /// The offset of the first byte in the agent's output.
  public var offset: UInt64
  /// When the bytes were read from the agent, in nanoseconds since 1970.
  public var time: Int64
  /// How many bytes there are.
  public var count: Int

  /// Describes a record.
  public init(offset: UInt64, time: Int64, count: Int) {
    self.offset = offset
    self.time = time
    self.count = count
  }

  /// Writes the header in front of bytes that are in place already: `record` has the size of header and bytes.
  public func seal(_ record: UnsafeMutableRawBufferPointer) {
    record.storeBytes(of: UInt32(truncatingIfNeeded: count).littleEndian, as: UInt32.self)
    record.storeBytes(of: offset.littleEndian, toByteOffset: 8, as: UInt64.self)
    record.storeBytes(of: time.littleEndian, toByteOffset: 16, as: Int64.self)
    let sum = Self.checksum(UnsafeRawBufferPointer(record))
    record.storeBytes(of: sum.littleEndian, toByteOffset: 4, as: UInt32.self)
  }

  /// What stands at the beginning of `bytes`.
  public enum Found: Equatable, Sendable {
    /// A whole record whose checksum is right.
    case record(SpoolRecord)
    /// The beginning of a record, or nothing at all.
    case incomplete
    /// No record.
    case damaged
  }

  /// Looks for a record at the beginning of `bytes`.
  public static func find(in bytes: UnsafeRawBufferPointer) -> Found {
    guard bytes.count >= 4 else { return .incomplete }
    let count = Int(UInt32(littleEndian: bytes.loadUnaligned(as: UInt32.self)))
    guard count >= 1, count <= largest else { return .damaged }
    guard bytes.count >= headerSize + count else { return .incomplete }
    let record = UnsafeRawBufferPointer(rebasing: bytes[..<(headerSize + count)])
    let stored = UInt32(littleEndian: record.loadUnaligned(fromByteOffset: 4, as: UInt32.self))
    guard stored == checksum(record) else { return .damaged }
    return .record(
      SpoolRecord(
        offset: UInt64(littleEndian: record.loadUnaligned(fromByteOffset: 8, as: UInt64.self)),
        time: Int64(littleEndian: record.loadUnaligned(fromByteOffset: 16, as: Int64.self)), count: count))
  }

  private static func checksum(_ record: UnsafeRawBufferPointer) -> UInt32 {
    guard let base = record.baseAddress else { return 0 }
    return cs_crc32c(cs_crc32c(0, base, 4), base + 8, record.count - 8)
  }
}

/// The names of the files of the spool: `0001.seg` and so on, with more digits when they are needed.
public enum SpoolSegment {
  /// The name of segment `number`, counted from 1.
  public static func name(_ number: UInt32) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits + ".seg"
  }

  /// The number of the segment with that name; nil when it is no segment's.
  public static func number(_ name: String) -> UInt32? {
    let bytes = [UInt8](name.utf8)
    guard bytes.count >= 8, bytes[(bytes.count - 4)...].elementsEqual(".seg".utf8) else { return nil }
    var number: UInt32 = 0
    for byte in bytes[..<(bytes.count - 4)] {
      guard (48...57).contains(byte) else { return nil }
      let (tens, overflow) = number.multipliedReportingOverflow(by: 10)
      let (sum, carry) = tens.addingReportingOverflow(UInt32(byte - 48))
      guard !overflow, !carry else { return nil }
      number = sum
    }
    return number
  }
}
