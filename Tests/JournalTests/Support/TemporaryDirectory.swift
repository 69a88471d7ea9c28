import Glibc

/// The directory of one test, removed with everything in it.
final class TemporaryDirectory: Sendable {
  let path: String

  init() throws {
    var template = Array("/tmp/agh-journal-XXXXXX".utf8CString)
    guard let made = mkdtemp(&template) else { throw SystemFailure(code: errno) }
    path = String(cString: made)
  }

  deinit {
    _ = try? run("rm -rf '\(path)'")
  }
}

struct SystemFailure: Error {
  let code: Int32
}

/// Runs a shell command to its end and returns what it prints.
@discardableResult
func run(_ command: String) throws -> String {
  guard let pipe = popen(command, "re") else { throw SystemFailure(code: errno) }
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 4096)
  while true {
    let count = fread(&buffer, 1, buffer.count, pipe)
    guard count > 0 else { break }
    bytes += buffer[..<count]
  }
  let status = pclose(pipe)
  guard status == 0 else { throw SystemFailure(code: status) }
  return String(decoding: bytes, as: UTF8.self)
}

/// The bytes of a file that no connection has open.
func contents(of path: String) throws -> [UInt8] {
  guard let file = fopen(path, "re") else { throw SystemFailure(code: errno) }
  defer { fclose(file) }
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 65536)
  while true {
    let count = fread(&buffer, 1, buffer.count, file)
    guard count > 0 else { return bytes }
    bytes += buffer[..<count]
  }
}

/// Replaces the bytes of a file that no connection has open.
func write(_ bytes: [UInt8], to path: String) throws {
  guard let file = fopen(path, "we") else { throw SystemFailure(code: errno) }
  let count = fwrite(bytes, 1, bytes.count, file)
  guard fclose(file) == 0, count == bytes.count else { throw SystemFailure(code: errno) }
}
