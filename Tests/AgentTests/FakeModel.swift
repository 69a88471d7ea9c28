import Glibc
import Platform
import Testing

/// The model server of the tests, which does what prompts say (`fake-model.py`). It ends with the value.
final class FakeModel {
  /// Where agents find it.
  let address: String
  private let process: ChildProcess

  init(in directory: String) throws {
    let output = "\(directory)/model.out"
    let descriptor = try FileDescriptor.open(output, O_WRONLY | O_CREAT | O_APPEND)
    process = try ChildProcess(
      ["/usr/bin/env", "python3", TestFile.path("fake-model.py")], environment: ["PATH": "/usr/bin:/bin"],
      output: descriptor.rawValue)
    let port = try awaited("the model's port") {
      try Files.text(output).split(separator: "\n").first { $0.hasPrefix("listening ") }?.dropFirst(10)
    }
    address = "http://127.0.0.1:\(port)/v1"
  }
}
