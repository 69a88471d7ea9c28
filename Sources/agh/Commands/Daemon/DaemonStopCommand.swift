import CommandModel
import Diagnostics
import Glibc
import Home
import JSON
import Platform

/// `agh daemon stop`
enum DaemonStopCommand {
  static let command = AghCommand(
    "stop", summary: "Stop the daemon and every session's agent",
    discussion: "It works with a configuration that is broken, and waits until the daemon is gone.", action: run)

  private static func run(_ values: Invocation, _ context: CommandContext) throws -> ExitStatus {
    let location = try context.location()
    guard let process = location.holder else {
      throw AghError(.daemonNotRunning, "the daemon is not running in \(location.home.path)")
    }
    try DaemonProcess.end(process, with: SIGTERM, within: location.stopLimit)
    let info = location.info.flatMap { $0.process == process ? $0 : nil }
    let record = info.map { DaemonView.record($0, status: "stopped") }
    try context.print(
      DaemonView.one(record ?? ["status": "stopped", "pid": .int(process.pid)], now: context.now))
    return .success
  }
}
