import CSystem
public import Diagnostics
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
  /// - Returns: once nothing of it is left but the process.
  public static func run(_ options: DaemonOptions) throws -> ExitStatus {
    // Before any thread starts, so that none of them gets a signal.
    let signals = try checked(cs_signals_make(), "signalfd")
    cs_ignore_broken_pipes()
    cs_save_memory()
    let ended = try checked(cs_wake_make(), "eventfd")
    let outcome = Mutex<Result<Void, any Error>?>(nil)
    let commands = DaemonCommands()
    Task.detached {
      let result: Result<Void, any Error>
      do {
        try await serve(options, commands)
        result = .success(())
      } catch {
        result = .failure(error)
      }
      outcome.withLock { $0 = result }
      _ = cs_wake_post(ended)
    }
    waitForEnd(signals, ended, commands)
    try outcome.withLock { $0 }?.get()
    return .success
  }

  private static func serve(_ options: DaemonOptions, _ commands: DaemonCommands) async throws {
    let runtime = try await BootOrder.boot(options, commands)
    let command = await commands.next()
    try await ShutdownOrder.shutDown(runtime, command, commands)
  }

  /// Turns signals into commands until the end is reported.
  private static func waitForEnd(_ signals: Int32, _ ended: Int32, _ commands: DaemonCommands) {
    while true {
      var entries = [
        cs_poll(fd: signals, events: Int16(CS_POLL_READ), ready: 0),
        cs_poll(fd: ended, events: Int16(CS_POLL_READ), ready: 0),
      ]
      _ = cs_poll(&entries, entries.count, -1)
      if entries[1].ready != 0 { return }
      while true {
        let signal = cs_signals_next(signals)
        if signal <= 0 { break }
        switch signal {
        case SIGTERM, SIGINT: commands.send(.stop)
        case SIGHUP: commands.send(.detach)
        default: commands.childEnded()
        }
      }
    }
  }
}

/// The result of a call that answers a negative error number, as a value or an error.
func checked(_ result: Int32, _ operation: String, _ path: String? = nil) throws(SystemError) -> Int32 {
  guard result >= 0 else { throw SystemError(operation: operation, path: path, errno: -result) }
  return result
}
