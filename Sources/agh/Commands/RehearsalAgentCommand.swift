import CommandModel
import Diagnostics
import Glibc
import RehearsalAgent

/// `agh rehearsal-agent`
enum RehearsalAgentCommand {
  static let log = OptionSpecification.value(
    "log", "file", kind: .file, help: "Append every line received and sent to this file")
  static let state = OptionSpecification.value(
    "state", "directory", kind: .directory, help: "Keep conversations here, not in .rehearsal of the working directory")
  static let stringIDs = OptionSpecification.flag("string-ids", help: "Call the client with ids that are strings")
  static let noLoad = OptionSpecification.flag("no-load", help: "Do not offer session/load")
  static let resume = OptionSpecification.flag("resume", help: "Offer session/resume")
  static let replay = OptionSpecification.value(
    "replay", "what", kind: .choice(RehearsalOptions.Replay.allCases.map(\.rawValue)),
    help: "What session/load and session/resume replay: all, text, nothing, or all of it late, after the answer")
  static let forgets = OptionSpecification.flag(
    "forgets", help: "Say yes to session/load and session/resume, and know nothing of the conversation afterwards")
  static let refuseUnknown = OptionSpecification.flag(
    "refuse-unknown", help: "Refuse the prompt of an unknown conversation instead of answering an error")
  static let earlyUpdates = OptionSpecification.flag(
    "early-updates", help: "Send an update before session/new is answered")
  static let noInitialize = OptionSpecification.flag("no-initialize", help: "Never answer initialize")
  static let protocolVersion = OptionSpecification.value(
    "protocol-version", "number", kind: .integer(0...65535), help: "Claim to speak this version of the protocol")
  static let requireAuth = OptionSpecification.flag("require-auth", help: "Want authenticate before a session")
  static let exitAtStart = OptionSpecification.value(
    "exit-at-start", "status", kind: .integer(0...255), help: "Exit with this status at once")
  static let noise = OptionSpecification.value(
    "noise", "lines", kind: .integer(0...1_000_000), help: "Print this many lines of garbage first")

  static let command = AghCommand(
    "rehearsal-agent", summary: "Run an ACP agent that needs no model and no key",
    discussion: """
      Speaks the Agent Client Protocol over standard input and output. A prompt is a small script, such as \
      "stream 20 chunks; read README.md; write notes.txt"; other text is echoed. It also misbehaves on request.
      """,
    options: [
      log, state, stringIDs, noLoad, resume, replay, forgets, refuseUnknown, earlyUpdates, noInitialize,
      protocolVersion, requireAuth, exitAtStart, noise,
    ], action: run)

  private static func run(_ values: Invocation, _ context: CommandContext) throws -> ExitStatus {
    var options = RehearsalOptions()
    options.log = values.text(log)
    options.state = values.text(state)
    options.usesStringIDs = values.has(stringIDs)
    options.offersLoad = !values.has(noLoad)
    options.offersResume = values.has(resume)
    options.replay = values.text(replay).flatMap(RehearsalOptions.Replay.init)
    options.forgets = values.has(forgets)
    options.refusesUnknown = values.has(refuseUnknown)
    options.sendsEarlyUpdates = values.has(earlyUpdates)
    options.answersInitialize = !values.has(noInitialize)
    options.protocolVersion = values.integer(protocolVersion) ?? options.protocolVersion
    options.requiresAuthentication = values.has(requireAuth)
    options.exitAtStart = values.integer(exitAtStart).map(Int32.init)
    options.noise = values.integer(noise) ?? 0
    // A script may ask for any exit status, more than the product's own commands have.
    exit(try RehearsalAgent.run(options))
  }
}
