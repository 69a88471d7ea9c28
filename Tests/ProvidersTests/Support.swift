import CSystem
import Configuration
import Diagnostics
import Home
import Platform
import Providers

/// A directory of its own for one test, removed with it.
final class TemporaryDirectory: Sendable {
  let path = "/tmp/agh-providers-" + Hex.encode(SystemRandom().bytes(8))

  init() throws {
    try Directory.make(path)
  }

  deinit { try? Directory.removeTree(path) }

  /// Makes a file in it and returns its path.
  @discardableResult
  func file(_ name: String, mode: UInt32) throws -> String {
    let file = "\(path)/\(name)"
    try FileDescriptor.open(file, O_WRONLY | O_CREAT, mode: 0o600).write(Array("#!/bin/sh\n".utf8))
    guard cs_chmod(file, mode) == 0 else { throw SystemError(operation: "chmod", path: file, errno: EIO) }
    return file
  }
}

func configuration(_ text: String) throws -> Configuration {
  try Configuration(
    parsing: Array(text.utf8), file: "config.toml", paths: PathBase(home: "/home/me/.agh", userHome: "/home/me"))
}

func registry(_ text: String = "") throws -> ProviderRegistry {
  try ProviderRegistry(configuration(text), executable: "/opt/agh/bin/agh")
}
