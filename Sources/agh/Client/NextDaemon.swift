import Diagnostics
import Home
import Platform

/// The time between a daemon that went away and the next one.
struct NextDaemon {
  private let context: CommandContext
  private let signals: SignalWatch
  private let message: String
  private var isTold = false

  /// - Parameter message: what is said once, at the first loss.
  init(
    _ context: CommandContext, signals: SignalWatch, message: String = "the daemon went away; waiting for the next one"
  ) {
    self.context = context
    self.signals = signals
    self.message = message
  }

  /// Lets a moment pass before the next attempt; false when a signal asks the command to end.
  ///
  /// - Parameter saying: whether the person has to know why nothing happens.
  /// - Throws: `daemon_unavailable` when the home is gone, and with it every reason to wait.
  mutating func pause(saying: Bool = true) throws -> Bool {
    if saying, !isTold {
      context.console.say(message + "\n")
      isTold = true
    }
    let home = try context.location().home.path
    guard try FileStatus.ifPresent(home) != nil else {
      throw AghError(.daemonUnavailable, "the home \(home) is gone, and its daemon with it", next: "set AGH_HOME")
    }
    signals.pause(Self.patience)
    return !signals.takeEnd()
  }

  private static let patience = Duration.milliseconds(200)
}
