import Platform

/// A real ACP agent that needs neither a model nor a key: its prompts are small scripts (`docs/rehearsal-agent.md`).
public enum RehearsalAgent {
  /// Speaks the protocol over standard input and output until the client leaves or a script ends the process.
  ///
  /// - Returns: the status to exit with.
  /// - Throws: when the file of `RehearsalOptions.log` cannot be opened.
  public static func run(_ options: RehearsalOptions) throws -> Int32 {
    if let status = options.exitAtStart {
      StandardError.say("exiting with \(status), as asked")
      return status
    }
    return try Agent(options: options).run()
  }
}
