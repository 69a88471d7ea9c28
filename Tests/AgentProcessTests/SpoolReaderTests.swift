import Platform
import ShimProtocol
import Testing

@testable import AgentProcess

@Suite("Reading the spool")
struct SpoolReaderTests {
  /// A spool as a shim writes it, with small files.
  private final class Spool {
    let directory = "/tmp/agh-spool-" + Hex.encode(SystemRandom().bytes(8))
    private(set) var files: [[UInt8]] = [[]]
    private(set) var content: [UInt8] = []

    init() throws { try Directory.make(directory) }

    deinit { try? Directory.removeTree(directory) }

    func add(_ count: Int) {
      let payload = (0..<count).map { UInt8(truncatingIfNeeded: (content.count + $0) &* 31) }
      var record = [UInt8](repeating: 0, count: SpoolRecord.headerSize) + payload
      record.withUnsafeMutableBytes {
        SpoolRecord(offset: UInt64(content.count), time: 1, count: count).seal($0)
      }
      files[files.count - 1] += record
      content += payload
    }

    func nextFile() { files.append([]) }

    /// Writes the files, each changed as wanted.
    func write(_ change: (Int, inout [UInt8]) -> Void = { _, _ in }) throws {
      for (index, bytes) in files.enumerated() {
        var bytes = bytes
        change(index, &bytes)
        let path = "\(directory)/\(SpoolSegment.name(UInt32(index + 1)))"
        try FileDescriptor.open(path, 0o1101).write(bytes)
      }
    }

    func remove(_ number: UInt32) throws {
      try SystemFiles().remove("\(directory)/\(SpoolSegment.name(number))")
    }

    /// Everything from a byte on, read in pieces, and why it ended.
    func read(from byte: Int, pieces: Int = 1 << 20) throws -> (bytes: [UInt8], damage: String?) {
      let reader = SpoolReader(directory: directory, from: Int64(byte))
      var bytes: [UInt8] = []
      while true {
        let piece = try reader.read(upTo: pieces)
        if piece.isEmpty { return (bytes, reader.damage) }
        bytes += piece
        #expect(reader.position == Int64(byte + bytes.count))
      }
    }
  }

  private func filled() throws -> Spool {
    let spool = try Spool()
    for count in [1, 30, 200, 7] { spool.add(count) }
    spool.nextFile()
    for count in [100, 65536, 5] { spool.add(count) }
    spool.nextFile()
    for count in [64, 900] { spool.add(count) }
    return spool
  }

  @Test(arguments: [1, 100, 70_000, 1 << 20])
  func readsFromAnyByteInPiecesOfAnySize(pieces: Int) throws {
    let spool = try filled()
    try spool.write()
    let starts =
      pieces == 1 ? [0, 66_000] : [0, 1, 30, 31, 237, 238, 300, 338, 40_000, 65_874, 65_879, 66_842, 66_843]
    for start in starts {
      let (bytes, damage) = try spool.read(from: start, pieces: pieces)
      #expect(bytes == Array(spool.content.dropFirst(start)))
      #expect(damage == nil)
    }
  }

  @Test func aSpoolThatGrowsIsReadOn() throws {
    let spool = try Spool()
    try spool.write()
    let reader = SpoolReader(directory: spool.directory, from: 0)
    var bytes: [UInt8] = []
    for round in 1...50 {
      spool.add(round * 10)
      if round % 7 == 0 { spool.nextFile() }
      try spool.write()
      bytes += try reader.read(upTo: 1 << 20)
      #expect(bytes == spool.content)
      #expect(reader.damage == nil)
    }
  }

  @Test func cutAnywhereEveryWholeRecordBeforeIsReadAndNothingElse() throws {
    let spool = try Spool()
    for count in [1, 30, 90] { spool.add(count) }
    let ends = [(25, 1), (79, 31), (193, 121)]
    for length in 0...spool.files[0].count {
      try spool.write { _, bytes in bytes.removeLast(bytes.count - length) }
      let (bytes, damage) = try spool.read(from: 0)
      let whole = ends.last { $0.0 <= length }
      #expect(bytes == Array(spool.content.prefix(whole?.1 ?? 0)))
      #expect((damage == nil) == (whole?.0 == length))
    }
  }

  @Test func aFileCutWhileTheNextOneIsThereIsDamage() throws {
    let spool = try filled()
    try spool.write { index, bytes in if index == 0 { bytes.removeLast() } }
    let (bytes, damage) = try spool.read(from: 0)
    #expect(bytes == Array(spool.content.prefix(231)))
    #expect(damage != nil)
  }

  @Test func anyZeroedSectorStopsTheReaderBeforeIt() throws {
    let spool = try Spool()
    for count in [300, 2000, 50, 1200, 700] { spool.add(count) }
    let size = spool.files[0].count
    for sector in 0..<(size + 511) / 512 {
      try spool.write { _, bytes in
        for index in (sector * 512)..<min(size, sector * 512 + 512) { bytes[index] = 0 }
      }
      let (bytes, damage) = try spool.read(from: 0)
      #expect(bytes == Array(spool.content.prefix(bytes.count)))
      #expect(bytes.count < spool.content.count)
      #expect(damage != nil)
    }
  }

  @Test func whatIsMissingIsNeverSteppedOver() throws {
    let spool = try filled()
    try spool.write()
    try spool.remove(2)
    let (bytes, damage) = try spool.read(from: 0)
    #expect(bytes == Array(spool.content.prefix(238)))
    #expect(damage != nil)
    #expect(try spool.read(from: 1000).damage != nil)
    #expect(try spool.read(from: 65_879).bytes == Array(spool.content.dropFirst(65_879)))
    try spool.remove(1)
    #expect(try spool.read(from: 0).bytes.isEmpty)
    #expect(try spool.read(from: 0).damage != nil)
  }

  @Test func noSpoolIsNoBytes() throws {
    let (bytes, damage) = try Spool().read(from: 0)
    #expect(bytes.isEmpty && damage == nil)
    #expect(try SpoolReader(directory: "/no/such/spool", from: 5).read(upTo: 10).isEmpty)
  }
}
