import FoundationEssentials
import Glibc

/// A directory of its own for a test, removed with everything in it when the value is let go.
final class TemporaryDirectory: Sendable {
  let path: String

  init() {
    var template = Array("/tmp/agh-http-XXXXXX".utf8CString)
    path = mkdtemp(&template).map { String(cString: $0) } ?? "/nonexistent"
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }
}
