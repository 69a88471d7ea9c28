import CommandModel

/// Every command of `agh`, from which parser, help, completions and `docs/cli.md` come.
enum CommandTree {
  static let output = OptionSpecification.value(
    "output", short: "o", "format", kind: .choice(OutputFormat.allCases.map { $0.rawValue }),
    help: "How to print results and errors")
  static let json = OptionSpecification.flag("json", help: "The same as --output json")

  static let root = AghCommand(
    "agh", summary: "Run agents as durable sessions that outlive the daemon",
    discussion: """
      A daemon runs agents that speak the Agent Client Protocol, keeps everything they say in a journal, and takes \
      them over again when it was killed. It serves one home directory: AGH_HOME, by default ~/.agh.
      """,
    options: [output, json],
    subcommands: [
      DaemonCommand.command,
      StatusCommand.command,
      SessionCommand.command,
      WorkspaceCommand.command,
      ProviderCommand.command,
      VersionCommand.command,
      HelpCommand.command,
      CompletionCommand.command,
      ReferenceCommand.command,
      RehearsalAgentCommand.command,
    ])
}
