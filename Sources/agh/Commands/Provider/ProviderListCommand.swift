import API
import CommandModel
import Diagnostics
import JSON

/// `agh provider list`
enum ProviderListCommand {
  static let command = AghCommand(
    "list", summary: "List the providers of agents, with what is known of their logins", action: run)

  private static func run(_ values: Invocation, _ context: CommandContext) throws -> ExitStatus {
    try context.print(ProviderView.list(context.client().get(APICall(.listProviders))))
    return .success
  }
}
