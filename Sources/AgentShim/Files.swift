internal import CSystem

/// Small files, read and written whole.
enum Files {
  /// Writes `bytes` under another name and gives it this one; 0, or a negative error number with nothing changed.
  ///
  /// Not synced: after a power cut the shim and all that it says are gone anyway.
  static func replace(_ name: String, with bytes: [UInt8], in directory: Int32 = cs_working_directory()) -> Int32 {
    let temporary = name + ".tmp"
    let file = cs_openat(directory, temporary, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    guard file >= 0 else { return file }
    defer { _ = cs_close(file) }
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        buffer.baseAddress.map { cs_write(file, $0 + done, buffer.count - done) } ?? 0
      }
      guard count > 0 else { return count < 0 ? Int32(count) : -EIO }
      done += count
    }
    return cs_renameat(directory, temporary, directory, name)
  }

  /// The first `limit` bytes of a file; nothing when it cannot be read.
  static func read(_ path: String, limit: Int) -> [UInt8] {
    let file = cs_open(path, O_RDONLY, 0)
    guard file >= 0 else { return [] }
    defer { _ = cs_close(file) }
    return [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
      guard let base = buffer.baseAddress else { return }
      count = max(0, cs_read(file, base, limit))
    }
  }

  /// Writes a text to a descriptor, as far as that goes.
  static func say(_ descriptor: Int32, _ text: String) {
    let bytes = [UInt8](text.utf8)
    _ = cs_write(descriptor, bytes, bytes.count)
  }
}
