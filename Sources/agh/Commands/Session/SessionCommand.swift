import CommandModel

/// `agh session …`
enum SessionCommand {
  static let id = ArgumentSpecification("session", help: "The session's id, as agh session list shows it")
  static let workspace = OptionSpecification.value("workspace", "name", help: "A workspace: its id, name or path")

  static let command = AghCommand(
    "session", summary: "Start sessions and talk to the agents in them",
    subcommands: [
      SessionNewCommand.command,
      SessionListCommand.command,
      SessionStatusCommand.command,
      SessionPromptCommand.command,
      SessionEventsCommand.command,
      SessionHistoryCommand.command,
      SessionTranscriptCommand.command,
      SessionRecapCommand.command,
      SessionHealthCommand.command,
      SessionInspectCommand.command,
      SessionApproveCommand.command,
      SessionWaitCommand.command,
      SessionStopCommand.command,
      SessionResumeCommand.command,
      SessionDeleteCommand.command,
    ])
}
