import CSystem
import Platform

/// A directory of a test's own, removed when the test lets go of it.
final class TemporaryDirectory: Sendable {
  let path: String

  init() throws {
    path = "/tmp/agh-test-" + Hex.encode(SystemRandom().bytes(8))
    try Directory.make(path)
  }

  deinit { try? Directory.removeTree(path) }

  /// The path of something in it.
  func callAsFunction(_ name: String) -> String { path + "/" + name }

  /// Writes a file in it and returns its path.
  @discardableResult
  func file(_ name: String, _ text: String = "") throws -> String {
    let file = try FileDescriptor.open(self(name), O_WRONLY | O_CREAT | O_TRUNC)
    try file.write(Array(text.utf8))
    return self(name)
  }

  /// Makes a symbolic link in it.
  func link(_ name: String, to target: String) {
    precondition(cs_symlinkat(target, cs_working_directory(), self(name)) == 0)
  }
}

/// The content of a file as text.
func text(_ path: String) throws -> String {
  String(decoding: try FileDescriptor.open(path, O_RDONLY).readToEnd(), as: UTF8.self)
}
