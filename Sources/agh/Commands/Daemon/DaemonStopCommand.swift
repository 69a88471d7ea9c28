import API
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
    let record = record(of: process, location, context)
    try DaemonProcess.end(process, with: SIGTERM, within: location.stopLimit)
    try context.print(DaemonView.one(record, now: context.now))
    return .success
  }

  /// What is shown of the daemon once it is gone: what it says of itself before, or what it left in the home when it
  /// does not answer at once. Whatever goes wrong here does not keep it from being stopped.
  private static func record(
    of process: ProcessIdentity, _ location: DaemonLocation, _ context: CommandContext
  ) -> JSONValue {
    let answer = try? context.client().send(APICall(.getStatus), timeout: .seconds(1))
    if let record = answer?["daemon"], record["pid"]?.int == Int(process.pid) { return DaemonView.stopped(record) }
    if let info = location.info, info.process == process { return DaemonView.record(info, status: "stopped") }
    return ["status": "stopped", "pid": .int(process.pid)]
  }
}
