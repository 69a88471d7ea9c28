import Daemon
import Diagnostics
import Glibc
import Home
import Platform

/// The one place where a command enters the concurrent world.
enum ForegroundDaemon {
  /// Is the daemon of a home until it is told to end.
  static func run(_ home: HomeDirectory) throws -> ExitStatus {
    guard let path = realpath("/proc/self/exe", nil) else {
      throw AghError(.daemonStartFailed, "the path of this executable is not known")
    }
    defer { free(path) }
    let environment = variables()
    return try Daemon.run(
      DaemonOptions(
        home: home, environment: environment, executable: String(cString: path),
        mirrorsLog: environment["AGH_INTERNAL_LOG_MIRROR_STDERR"] != "0"))
  }

  private static func variables() -> [String: String] {
    let entries = ProcessTable.environment(of: getpid()) ?? []
    let pairs = entries.compactMap { entry -> (String, String)? in
      let text = String(decoding: entry, as: UTF8.self)
      guard let split = text.firstIndex(of: "=") else { return nil }
      return (String(text[..<split]), String(text[text.index(after: split)...]))
    }
    return Dictionary(pairs) { _, last in last }
  }
}
