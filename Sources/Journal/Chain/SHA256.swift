internal import CCrypto

/// SHA-256 of libcrypto, with the digest looked up once and a context that is used again: half the time of the one-shot
/// call on short input. An instance belongs to one thread.
public final class SHA256 {
  /// The length of a hash in bytes.
  public static let byteCount = 32

  private let digest: OpaquePointer
  private let context: OpaquePointer

  /// Looks the digest up.
  ///
  /// - Throws: ``JournalError`` when libcrypto cannot provide it.
  public init() throws {
    guard let digest = EVP_MD_fetch(nil, "SHA256", nil) else { throw JournalError.digest }
    guard let context = EVP_MD_CTX_new() else {
      EVP_MD_free(digest)
      throw JournalError.digest
    }
    self.digest = digest
    self.context = context
  }

  deinit {
    EVP_MD_CTX_free(context)
    EVP_MD_free(digest)
  }

  /// The hash of the parts, one after the other: ``byteCount`` bytes.
  ///
  /// - Throws: ``JournalError`` when libcrypto cannot compute it.
  public func hash(_ parts: UnsafeRawBufferPointer...) throws -> [UInt8] {
    guard EVP_DigestInit_ex2(context, digest, nil) == 1 else { throw JournalError.digest }
    for part in parts where EVP_DigestUpdate(context, part.baseAddress, part.count) != 1 {
      throw JournalError.digest
    }
    var length: UInt32 = 0
    var isFinished = false
    let hash = [UInt8](unsafeUninitializedCapacity: Self.byteCount) { buffer, count in
      isFinished = EVP_DigestFinal_ex(context, buffer.baseAddress, &length) == 1
      count = isFinished ? Int(length) : 0
    }
    guard isFinished else { throw JournalError.digest }
    return hash
  }

  /// The hash of some bytes: ``byteCount`` bytes.
  ///
  /// - Throws: ``JournalError`` when libcrypto cannot compute it.
  public func hash(_ bytes: [UInt8]) throws -> [UInt8] {
    try bytes.withUnsafeBytes { try hash($0) }
  }
}
