import Diagnostics
import JSON

/// Where the daemon of a home listens.
struct DaemonLocation {
  /// The home.
  let home: String
  /// What the running daemon says about itself; nil when none has started.
  let record: JSONValue?

  /// The socket of the running daemon, or the one that a daemon of the home listens on by default.
  var socketPath: String { record?["socket"]?.string ?? home + "/daemon.sock" }

  /// Reads what the daemon of the home has left there.
  static func find(_ environment: (String) -> String?) throws -> DaemonLocation {
    guard let home = environment("AGH_HOME") ?? environment("HOME").map({ $0 + "/.agh" }) else {
      throw AghError(.homeUnresolved, "neither AGH_HOME nor HOME is set")
    }
    return DaemonLocation(home: home, record: nil)
  }
}
