import Diagnostics
import Home

/// The one place where a command enters the concurrent world.
enum ForegroundDaemon {
  static func run(_ home: HomeDirectory) throws -> ExitStatus {
    throw AghError(.notSupportedYet, "this build has no daemon")
  }
}
