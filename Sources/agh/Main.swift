import CommandModel
import Diagnostics
import Glibc
import Platform

/// The entry point. It is synchronous: starting the concurrency runtime would double the time of a short command, so
/// only the commands that run something long-lived enter it.
@main
struct Main {
  static func main() {
    // A reader that leaves shows as an error of the write, not as a signal.
    signal(SIGPIPE, SIG_IGN)
    exit(run(Array(CommandLine.arguments.dropFirst()), console: Console()).rawValue)
  }

  /// Runs one command line and returns the exit status of the process.
  static func run(_ words: [String], console: Console) -> ExitStatus {
    var format = ErrorFormat.requested(by: words)
    do {
      switch try CommandTree.root.parse(words) {
      case .help(let path):
        try console.print(HelpPage(path: path).text(width: console.width))
        return .success
      case .run(let action, let values):
        format = try outputFormat(values)
        return try action(values, CommandContext(format: format, console: console, environment: Environment.value))
      }
    } catch {
      return report(error, format, console)
    }
  }

  private static func outputFormat(_ values: Invocation) throws -> OutputFormat {
    let named = values.text(CommandTree.output).flatMap(OutputFormat.init(rawValue:))
    guard values.has(CommandTree.json) else { return named ?? .human }
    if let named, named != .json {
      throw UsageError("--json and --output \(named.rawValue) exclude each other", path: values.path)
    }
    return .json
  }

  private static func report(_ error: any Error, _ format: OutputFormat, _ console: Console) -> ExitStatus {
    let failure: CommandFailure
    switch error {
    case let error as CommandFailure: failure = error
    case let error as AghError: failure = CommandFailure(error)
    case let error as UsageError: failure = CommandFailure(error)
    case let error as ConnectionLost: failure = CommandFailure(error.error)
    case let error as Console.Failure:
      // A reader that left, as `head` does, needs no message.
      if error.errno == EPIPE { return .failure }
      let reason = String(cString: strerror(error.errno))
      failure = CommandFailure(AghError(.internalError, "cannot write the result: \(reason)", next: "free some space"))
    default: failure = CommandFailure(AghError(.internalError, "\(error)"))
    }
    console.say(failure.text(format))
    return failure.status
  }

}
