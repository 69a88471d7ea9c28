import CommandModel
import Diagnostics

/// What every command gets besides its values.
struct CommandContext: Sendable {
  /// How to print results and errors.
  let format: OutputFormat
  /// Where to print them.
  let console: Console
  /// The environment of the process, variable by variable.
  let environment: @Sendable (String) -> String?

  /// Prints a result in the format that was asked for.
  func print(_ document: Document) throws {
    try console.print(document.text(format))
  }
}

/// What a command does: prints its result and returns the exit status, or throws what went wrong.
typealias CommandAction = @Sendable (Invocation, CommandContext) throws -> ExitStatus

/// A command of `agh`.
typealias AghCommand = Command<CommandAction>
