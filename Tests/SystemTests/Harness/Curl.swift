import Glibc
import JSON
import Platform
import Testing

/// `curl`, as an operator or a program of somebody else uses it.
struct Curl: CustomStringConvertible {
  let status: Int
  let body: String

  var json: JSONValue { (try? JSONParser.parse(Array(body.utf8))) ?? .null }
  var description: String { "\(status) \(body)" }

  /// Runs it to its end; status 0 when there was no answer.
  static func run(_ words: String...) throws -> Curl {
    let directory = try Files.temporaryDirectory()
    defer { try? Directory.removeTree(directory) }
    let output = try FileDescriptor.open("\(directory)/out", O_WRONLY | O_CREAT)
    let process = try ChildProcess(
      ["/usr/bin/curl", "-sS", "-m", "30", "-g", "-o", "\(directory)/body", "-w", "%{http_code}"] + words,
      environment: [:], output: output.rawValue)
    _ = try process.wait(within: .seconds(40))
    let written = try Files.text("\(directory)/out")
    return Curl(status: Int(written.suffix(3)) ?? 0, body: (try? Files.text("\(directory)/body")) ?? "")
  }
}
