public import Diagnostics
import Glibc
import Home
import Platform
import Synchronization

/// The daemon's process: its signals on the main thread, everything else on threads of its own.
///
/// SIGTERM and SIGINT stop it with its agents, a second one skips all graces; SIGHUP lets it go and leaves the agents to
/// the next daemon.
public enum Daemon {
  /// Runs a daemon until it is told to end. Call it on the main thread before any other thread was started.
  ///
  /// - Returns: `success`, once nothing of it is left but the process.
  /// - Throws: what has kept it from coming up or from going down in good order: `AghError`, or an error of a layer below.
  public static func run(_ options: DaemonOptions) throws -> ExitStatus {
    // Before any thread starts, so that none of them gets a signal.
    let signals = try Signals()
    CurrentProcess.ignoreBrokenPipes()
    CurrentProcess.saveMemory()
    try TaskPool.takeOver()
    let outcome = try Outcome()
    let commands = DaemonCommands()
    Task.detached {
      let result: Result<Void, any Error>
      do {
        try await serve(options, commands)
        result = .success(())
      } catch {
        result = .failure(error)
      }
      outcome.report(result)
    }
    return try waitForEnd(signals, outcome, commands)
  }

  private static func serve(_ options: DaemonOptions, _ commands: DaemonCommands) async throws {
    let runtime = try await BootOrder.boot(options, commands)
    let command = await commands.next()
    try await ShutdownOrder.shutDown(runtime, command, commands)
  }

  /// Turns signals into commands until the end is reported.
  private static func waitForEnd(
    _ signals: borrowing Signals, _ outcome: Outcome, _ commands: DaemonCommands
  ) throws -> ExitStatus {
    while true {
      _ = DescriptorWait.readable([signals.descriptor, outcome.reported.descriptor])
      if let result = outcome.result { return try result.map { .success }.get() }
      while let signal = signals.next() {
        switch signal {
        case SIGTERM, SIGINT: commands.send(.stop)
        case SIGHUP: commands.send(.detach)
        default: commands.childEnded()
        }
      }
    }
  }
}

/// How the daemon ended, told by the task that served to the thread that waits.
private final class Outcome: Sendable {
  let reported: WakeUp
  private let value = Mutex<Result<Void, any Error>?>(nil)

  init() throws(SystemError) { reported = try WakeUp() }

  var result: Result<Void, any Error>? { value.withLock { $0 } }

  func report(_ result: Result<Void, any Error>) {
    value.withLock { $0 = result }
    reported.post()
  }
}
