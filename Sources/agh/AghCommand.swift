import CommandModel
import Diagnostics

/// What a command does: prints its result and returns the exit status, or throws what went wrong.
typealias CommandAction = @Sendable (Invocation, CommandContext) throws -> ExitStatus

/// A command of `agh`.
typealias AghCommand = Command<CommandAction>
