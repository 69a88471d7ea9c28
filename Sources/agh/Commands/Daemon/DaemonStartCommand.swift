import CommandModel
import Diagnostics
import Glibc
import Home
import Platform

/// `agh daemon start`
enum DaemonStartCommand {
  static let foreground = OptionSpecification.flag(
    "foreground", help: "Be the daemon, as a service manager wants it, instead of starting one in the background")
  static let replace = OptionSpecification.flag(
    "replace", help: "Kill a daemon that does not answer first; its agents go on and are taken over")
  static let internalChild = OptionSpecification.flag(
    "internal-child", help: "Started by another command that waits for readiness", isHidden: true)

  static let command = AghCommand(
    "start", summary: "Start the daemon and wait until it answers", options: [foreground, replace, internalChild],
    action: run)

  private static func run(_ values: Invocation, _ context: CommandContext) throws -> ExitStatus {
    let location = try context.location()
    if values.has(replace) {
      if let process = location.holder { try DaemonProcess.end(process, with: SIGKILL, within: .seconds(10)) }
    } else if let process = location.process {
      throw AghError(.daemonAlreadyRunning, "daemon already running (pid=\(process.pid))")
    }
    if values.has(foreground) { return try ForegroundDaemon.run(location.home) }
    try context.print(DaemonProcess.launch(context))
    return .success
  }
}
