internal import CSystem

/// A list of C strings that ends with a null pointer, as a program's arguments and environment are passed.
///
/// The pointers are valid as long as this value lives.
struct CStrings: ~Copyable {
  private(set) var pointers: [UnsafeMutablePointer<CChar>?]

  /// Copies the texts, byte for byte up to the first zero.
  init(_ texts: [[UInt8]]) {
    pointers =
      texts.map { text in
        text.withUnsafeBytes { bytes in
          // An empty array has no address, and an empty text is one all the same.
          guard let base = bytes.baseAddress else { return strdup("") }
          return strndup(base.assumingMemoryBound(to: CChar.self), bytes.count)
        }
      } + [nil]
  }

  deinit { for pointer in pointers { free(pointer) } }
}
