import Diagnostics

/// The daemon is not there now, and may be back soon.
enum Absence {
  /// Whether an error means just that.
  static func isMeant(by error: any Error) -> Bool {
    switch error {
    case is ConnectionLost: true
    case let error as AghError: error.code == .daemonUnavailable
    case let error as CommandFailure: error.code == ErrorCode.daemonStopping.rawValue
    default: false
    }
  }
}
