internal import CSystem

/// An open file, socket or pipe end that has exactly one owner and is closed with it.
///
/// Interrupted calls are repeated; every error is a ``SystemError`` that names the call.
public struct FileDescriptor: ~Copyable, Sendable {
  /// The number, for calls that borrow it. It is valid as long as this value lives.
  public let rawValue: Int32

  /// Takes over an open descriptor: nobody else may close it from now on.
  public init(owning rawValue: Int32) {
    self.rawValue = rawValue
  }

  deinit { _ = cs_close(rawValue) }

  /// Closes it now, and reports what a late write-back may report only here.
  public consuming func close() throws(SystemError) {
    let number = rawValue
    discard self
    _ = try SystemError.check(cs_close(number), "close")
  }

  /// Gives the descriptor to the caller, who has to close it.
  public consuming func release() -> Int32 {
    let number = rawValue
    discard self
    return number
  }

  /// A second descriptor of the same open file description, closed on exec.
  public func duplicate() throws(SystemError) -> FileDescriptor {
    FileDescriptor(owning: try SystemError.check(cs_duplicate(rawValue, 3), "dup"))
  }
}

// MARK: - Opening

extension FileDescriptor {
  /// Opens `path` with the flags of `open(2)`; the descriptor is closed on exec. A relative path starts at `directory`,
  /// or at the working directory.
  public static func open(
    _ path: String, _ flags: Int32, mode: UInt32 = 0o600, in directory: Int32? = nil
  ) throws(SystemError) -> FileDescriptor {
    let result = cs_openat(directory ?? cs_working_directory(), path, flags, mode)
    return FileDescriptor(owning: try SystemError.check(result, "open", path))
  }

  /// Opens `path` for reading. With `following` false, a symbolic link in the last place is ELOOP.
  public static func openForReading(_ path: String, following: Bool = true) throws(SystemError) -> FileDescriptor {
    try open(path, following ? O_RDONLY : O_RDONLY | O_NOFOLLOW)
  }

  /// Opens a plain file with the flags of `open(2)`, and nothing else that may lie at `path`: a link is not followed
  /// (ELOOP), a directory is EISDIR, and a pipe, which would make the caller wait for somebody at its other end, or a
  /// device is EINVAL. The descriptor is closed on exec.
  public static func file(_ path: String, _ flags: Int32, mode: UInt32 = 0o600) throws(SystemError) -> FileDescriptor {
    let file = try open(path, flags | O_NOFOLLOW | O_NONBLOCK, mode: mode)
    switch try file.status().kind {
    case .file: return file
    case .directory: throw .isDirectory("open", path)
    default: throw .isNoFile("open", path)
    }
  }

  /// Opens a directory for calls that take one.
  public static func directory(_ path: String) throws(SystemError) -> FileDescriptor {
    try open(path, O_RDONLY | O_DIRECTORY)
  }

  /// A pipe whose ends are closed on exec.
  public static func pipe() throws(SystemError) -> Pipe {
    var ends: [Int32] = [-1, -1]
    _ = try SystemError.check(cs_pipe(&ends), "pipe")
    return Pipe(reader: FileDescriptor(owning: ends[0]), writer: FileDescriptor(owning: ends[1]))
  }

  /// Both ends of a pipe; each can be moved out.
  @frozen
  public struct Pipe: ~Copyable, Sendable {
    /// The end that bytes come out of.
    public var reader: FileDescriptor
    /// The end that bytes go into.
    public var writer: FileDescriptor
  }
}

// MARK: - Reading and writing

extension FileDescriptor {
  /// Reads at most the size of `buffer`; 0 is the end of the file.
  public func read(into buffer: UnsafeMutableRawBufferPointer) throws(SystemError) -> Int {
    guard let base = buffer.baseAddress else { return 0 }
    return try SystemError.check(cs_read(rawValue, base, buffer.count), "read")
  }

  /// Reads at most `count` bytes; an empty result is the end of the file.
  public func read(upTo count: Int) throws(SystemError) -> [UInt8] {
    try filled(count) { buffer throws(SystemError) in try read(into: buffer) }
  }

  /// Everything up to the end of the file; fails with EFBIG when there is more than `limit`.
  public func readToEnd(limit: Int = 64 << 20) throws(SystemError) -> [UInt8] {
    var all: [UInt8] = []
    while true {
      let piece = try read(upTo: 65536)
      if piece.isEmpty { return all }
      all += piece
      if all.count > limit { throw SystemError(operation: "read", errno: EFBIG) }
    }
  }

  /// Reads at most `count` bytes at `offset`, and leaves the file position alone.
  public func read(upTo count: Int, at offset: Int64) throws(SystemError) -> [UInt8] {
    try filled(count) { buffer throws(SystemError) in
      guard let base = buffer.baseAddress else { return 0 }
      return try SystemError.check(cs_pread(rawValue, base, buffer.count, offset), "pread")
    }
  }

  /// Writes as much of `buffer` as the system takes in one call, and returns how much that was.
  public func write(_ buffer: UnsafeRawBufferPointer) throws(SystemError) -> Int {
    guard let base = buffer.baseAddress else { return 0 }
    return try SystemError.check(cs_write(rawValue, base, buffer.count), "write")
  }

  /// Writes all of `bytes`, however many calls that takes.
  public func write(_ bytes: [UInt8]) throws(SystemError) {
    try whole(bytes) { rest, _ throws(SystemError) in try write(rest) }
  }

  /// Writes all of `bytes` at `offset`, and leaves the file position alone.
  public func write(_ bytes: [UInt8], at offset: Int64) throws(SystemError) {
    try whole(bytes) { rest, done throws(SystemError) in
      guard let base = rest.baseAddress else { return 0 }
      return try SystemError.check(cs_pwrite(rawValue, base, rest.count, offset + Int64(done)), "pwrite")
    }
  }

  private func filled(
    _ count: Int, _ read: (UnsafeMutableRawBufferPointer) throws(SystemError) -> Int
  ) throws(SystemError) -> [UInt8] {
    var failure: SystemError?
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      do throws(SystemError) {
        initialized = try read(UnsafeMutableRawBufferPointer(buffer))
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return bytes
  }

  private func whole(
    _ bytes: [UInt8], _ write: (UnsafeRawBufferPointer, Int) throws(SystemError) -> Int
  ) throws(SystemError) {
    var done = 0
    while done < bytes.count {
      done += try bytes.span.bytes.withUnsafeBytes { all throws(SystemError) in
        try write(UnsafeRawBufferPointer(rebasing: all[done...]), done)
      }
    }
  }
}

// MARK: - State

extension FileDescriptor {
  /// Cuts or extends the file to `length` bytes.
  public func truncate(to length: Int64) throws(SystemError) {
    _ = try SystemError.check(cs_truncate(rawValue, length), "ftruncate")
  }

  /// What the system knows of the open file.
  public func status() throws(SystemError) -> FileStatus {
    var found = cs_status()
    _ = try SystemError.check(cs_fstat(rawValue, &found), "fstat")
    return FileStatus(found)
  }
}
