import CommandModel

/// `agh daemon …`
enum DaemonCommand {
  static let command = AghCommand(
    "daemon", summary: "Start and stop the daemon of the home",
    subcommands: [
      DaemonStartCommand.command,
      DaemonStopCommand.command,
      DaemonStatusCommand.command,
      DaemonRestartCommand.command,
    ])
}
