import Platform

/// Numbers the chunks of a conversation from 1, over all its turns and processes.
///
/// A number is on record before it is used, so that none comes twice even when the agent is killed; one may be missing
/// then.
final class ChunkCounter {
  private let file: FileDescriptor?
  private(set) var last: Int

  /// Goes on from what the file says; without a file it begins at 1 and remembers nothing.
  init(path: String) {
    file = Files.openForUpdate(path)
    let text = Files.read(path) ?? []
    last = Int(String(decoding: text, as: UTF8.self).trimmed) ?? 0
  }

  /// The next number.
  func next() -> Int {
    last += 1
    let digits = String(last)
    let text = digits + String(repeating: " ", count: max(0, 20 - digits.utf8.count))
    try? file?.write(Array(text.utf8), at: 0)
    return last
  }
}
