import CommandModel

/// `agh provider …`
enum ProviderCommand {
  static let command = AghCommand(
    "provider", summary: "Show what agents can be run", subcommands: [ProviderListCommand.command])
}
