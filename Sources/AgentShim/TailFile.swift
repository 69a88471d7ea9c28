internal import CSystem

/// A file that keeps the end of a stream: at least the last `limit` bytes of it, at most twice as many.
///
/// When it is full, a copy of its last `limit` bytes takes its place, so that a reader always finds a whole file.
struct TailFile {
  private let directory: Int32
  private let name: String
  private let limit: Int
  /// Whether the file begins with the number of bytes that were dropped.
  private let countsDropped: Bool
  private var file: Int32 = -1
  private var size = 0
  private var dropped: UInt64 = 0
  /// Bytes that the disk did not take.
  private var unwritten: [UInt8] = []
  /// Why the last write failed; 0 when it did not.
  private(set) var blocked: Int32 = 0

  init(directory: Int32, name: String, limit: Int, countsDropped: Bool) {
    self.directory = directory
    self.name = name
    self.limit = max(limit, 1)
    self.countsDropped = countsDropped
  }

  /// Whether bytes wait for the disk, so that nothing more should be read.
  var isBlocked: Bool { !unwritten.isEmpty }

  /// Opens the file, so that it is there before the first byte. 0, or a negative error number.
  mutating func open() -> Int32 {
    if file >= 0 { return 0 }
    let opened = cs_openat(directory, name, O_RDWR | O_CREAT | O_TRUNC, 0o600)
    guard opened >= 0 else { return opened }
    if countsDropped {
      let count = writeDropped(opened)
      guard count == 0 else {
        _ = cs_close(opened)
        return count
      }
    }
    file = opened
    return 0
  }

  private var headerSize: Int { countsDropped ? 8 : 0 }

  private func writeDropped(_ file: Int32) -> Int32 {
    var number = dropped.littleEndian
    let count = cs_pwrite(file, &number, 8, 0)
    return count == 8 ? 0 : count < 0 ? Int32(count) : -EIO
  }

  /// What came of an attempt to read.
  enum Taken {
    case bytes, nothing, end
  }

  /// Reads once from `source` and writes that down.
  mutating func take(from source: Int32) -> Taken {
    guard !isBlocked else { return .nothing }
    var taken = Taken.nothing
    withUnsafeTemporaryAllocation(byteCount: 16384, alignment: 1) { buffer in
      guard let base = buffer.baseAddress else { return }
      let count = cs_read(source, base, buffer.count)
      if count == -Int(EAGAIN) { return }
      guard count > 0 else {
        taken = .end
        return
      }
      taken = .bytes
      unwritten = [UInt8](UnsafeRawBufferPointer(start: base, count: count))
    }
    write()
    return taken
  }

  /// Writes what waits.
  mutating func write() {
    guard !unwritten.isEmpty else { return }
    blocked = -open()
    guard blocked == 0 else { return }
    while !unwritten.isEmpty {
      let count = unwritten.withUnsafeBytes { buffer in
        buffer.baseAddress.map { cs_pwrite(file, $0, buffer.count, Int64(headerSize + size)) } ?? 0
      }
      guard count > 0 else {
        blocked = count < 0 ? Int32(-count) : EIO
        return
      }
      size += count
      unwritten.removeFirst(count)
    }
    if size >= 2 * limit { shorten() }
  }

  /// Keeps the last `limit` bytes only. When that fails the file stays as it is.
  mutating func shorten() {
    guard file >= 0, size > limit else { return }
    var copy = TailFile(directory: directory, name: name + ".tmp", limit: limit, countsDropped: countsDropped)
    copy.dropped = dropped + UInt64(size - limit)
    guard copy.open() == 0 else { return }
    guard copy.append(from: file, headerSize + size - limit, limit),
      cs_renameat(directory, copy.name, directory, name) == 0
    else {
      copy.close()
      return
    }
    _ = cs_close(file)
    file = copy.file
    size = limit
    dropped = copy.dropped
  }

  private mutating func append(from source: Int32, _ offset: Int, _ count: Int) -> Bool {
    withUnsafeTemporaryAllocation(byteCount: 16384, alignment: 1) { buffer in
      guard let base = buffer.baseAddress else { return false }
      var done = 0
      while done < count {
        let read = cs_pread(source, base, min(buffer.count, count - done), Int64(offset + done))
        guard read > 0, cs_pwrite(file, base, read, Int64(headerSize + done)) == read else { return false }
        done += read
      }
      return true
    }
  }

  mutating func close() {
    if file >= 0 { _ = cs_close(file) }
    file = -1
  }
}
