import Catalog
import Configuration
import Diagnostics
import HTTP
import Home
import JSON
import Platform
import Sessions

/// The order in which a daemon goes down. Nothing is written below the home after the lock is released.
enum ShutdownOrder {
  static func shutDown(_ runtime: DaemonRuntime, _ command: DaemonCommand, _ commands: DaemonCommands) async throws {
    runtime.logger.info("daemon is going down", ["agents": .string(command == .stop ? "stopped" : "left running")])

    // 1. The sessions, all at once, inside the budget.
    let problems =
      switch command {
      case .stop: await stop(runtime, commands)
      case .detach: await runtime.sessions.detachAll()
      }
    for (session, problem) in problems {
      runtime.logger.error(
        "a session did not end properly", ["session_id": .string(session.text), "error": .string(problem)])
    }

    // 2. The listeners. Streams have ended with their sessions, and nobody waits for those that follow the log.
    runtime.log.end()
    await runtime.server.stop(grace: .seconds(1))

    // 3. The record, the catalog, and last the lock.
    runtime.measuring.cancel()
    await runtime.measuring.value
    try DaemonInfo.remove(runtime.home)
    try await runtime.catalog.close()
    runtime.logger.info("daemon has ended")
    runtime.lock.release()
  }

  /// Stops every agent; what is left when the budget is nearly used up, or when somebody is in a hurry, is killed.
  private static func stop(_ runtime: DaemonRuntime, _ commands: DaemonCommands) async -> [SessionID: String] {
    let sessions = runtime.sessions
    commands.whenHurried { Task { await sessions.killAll() } }
    let budget = runtime.configuration.daemon.shutdownTimeout - .seconds(3)
    let deadline = Task {
      try? await Task.sleep(for: max(budget, .milliseconds(500)))
      guard !Task.isCancelled else { return }
      await sessions.killAll()
      try? await Task.sleep(for: .seconds(1))
      guard !Task.isCancelled else { return }
      for (session, problem) in await sessions.destroyAll() {
        runtime.logger.error(
          "a run could not be ended", ["session_id": .string(session.text), "error": .string(problem)])
      }
    }
    defer { deadline.cancel() }
    return await sessions.stopAll()
  }
}
