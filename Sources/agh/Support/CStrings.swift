import Glibc

/// Arrays of C strings for a spawn.
enum CStrings {
  /// Calls `body` with the texts, each ended by a zero byte, and a closing null pointer.
  static func withPointers<T>(
    _ texts: [[UInt8]], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> T
  ) -> T {
    var pointers: [UnsafeMutablePointer<CChar>?] = texts.map { text in
      text.withUnsafeBytes { bytes in
        bytes.baseAddress.flatMap { strndup($0.assumingMemoryBound(to: CChar.self), bytes.count) }
      }
    }
    pointers.append(nil)
    defer { for pointer in pointers { free(pointer) } }
    return body(&pointers)
  }
}
