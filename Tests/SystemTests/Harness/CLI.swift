import Glibc
import JSON
import Platform
import Testing

/// A command of `agh` that runs or has run.
final class CLI {
  /// What a command that has ended left.
  struct Result: CustomStringConvertible {
    let ending: Ending
    let output: String
    let errors: String

    /// The exit status; -1 when a signal ended it.
    var status: Int32 {
      if case .status(let status) = ending { status } else { -1 }
    }

    /// The output as JSON.
    var json: JSONValue {
      get throws { try JSONParser.parse(Array(output.utf8)) }
    }

    /// Every line of the output as JSON.
    var lines: [JSONValue] {
      get throws { try output.split(separator: "\n").map { try JSONParser.parse(Array($0.utf8)) } }
    }

    var description: String { "\(ending)\n--- output\n\(output)\n--- errors\n\(errors)" }
  }

  let process: ChildProcess
  private let directory: String

  /// Starts `agh` with these words; `setUp` is run before in the same process, as in `Build.agh`.
  init(
    _ words: [String], after setUp: String? = nil, environment: [String: String],
    directory workingDirectory: String? = nil
  ) throws {
    directory = try Files.temporaryDirectory()
    let output = try FileDescriptor.open("\(directory)/out", O_WRONLY | O_CREAT | O_APPEND)
    let errors = try FileDescriptor.open("\(directory)/err", O_WRONLY | O_CREAT | O_APPEND)
    process = try ChildProcess(
      Build.agh(words, after: setUp), environment: environment, directory: workingDirectory, output: output.rawValue,
      errors: errors.rawValue)
  }

  deinit { try? Directory.removeTree(directory) }

  /// What it has written to standard output so far.
  var output: String { (try? Files.text("\(directory)/out")) ?? "" }

  /// Waits for its end.
  func end(within limit: Duration = .seconds(60)) throws -> Result {
    let ending = try process.wait(within: limit)
    return Result(
      ending: ending, output: try Files.text("\(directory)/out"), errors: try Files.text("\(directory)/err"))
  }
}
