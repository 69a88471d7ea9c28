import Diagnostics
import Home
import Platform

/// Finds the program of a command, as a shell would.
enum CommandLookup {
  /// The absolute path of a program.
  ///
  /// - Parameters:
  ///   - program: a name is looked for on `path`; anything with a slash is a path, starting at `directory` when it is
  ///     relative.
  ///   - path: what `PATH` holds where the program will run; relative entries start at `directory`.
  /// - Throws: `agent_command_not_found` or `agent_command_not_executable`.
  static func find(_ program: String, path: String, directory: String) throws(AghError) -> String {
    if program.contains("/") {
      let file = AbsolutePath.of(program, base: directory, userHome: nil)
      switch state(of: file) {
      case .missing: throw AghError(.agentCommandNotFound, "the command \(file) does not exist")
      case .notExecutable: throw notExecutable(file)
      case .executable: return file
      }
    }
    var unusable: String?
    for entry in path.split(separator: ":") {
      let file = AbsolutePath.of("\(entry)/\(program)", base: directory, userHome: nil)
      switch state(of: file) {
      case .missing: continue
      case .notExecutable: unusable = unusable ?? file
      case .executable: return file
      }
    }
    if let unusable { throw notExecutable(unusable) }
    throw AghError(.agentCommandNotFound, "the command \(program) is not on the daemon's PATH (\(path))")
  }

  private enum State { case missing, notExecutable, executable }

  private static func state(of file: String) -> State {
    guard let status = try? FileStatus.ifPresent(file) else { return .missing }
    return status.kind == .file && Permissions.allowExecuting(file) ? .executable : .notExecutable
  }

  private static func notExecutable(_ file: String) -> AghError {
    AghError(.agentCommandNotExecutable, "the command \(file) is not an executable file", next: "chmod +x '\(file)'")
  }
}
