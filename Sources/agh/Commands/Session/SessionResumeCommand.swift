import API
import CommandModel
import Diagnostics
import JSON

/// `agh session resume`
enum SessionResumeCommand {
  static let id = ArgumentSpecification("session", count: .optional, help: "The session's id")
  static let latest = OptionSpecification.flag("latest", help: "The session that was active last")

  static let command = AghCommand(
    "resume", summary: "Let a stopped session's agent run again, with what was said before",
    discussion: """
      A session that runs already is left as it is. The agent loads the conversation itself where it can; otherwise \
      it is told what was said.
      """,
    arguments: [id], options: [latest, SessionCommand.workspace], action: run)

  private static func run(_ values: Invocation, _ context: CommandContext) throws -> ExitStatus {
    guard let session = try values.text(id) ?? latestID(values, context) else {
      try noCandidate(context)
      return .success
    }
    let call = APICall(.resumeSession, try context.place(of: session))
    let answer = try Retry.untilAnswered(context) {
      try context.client().send(call, timeout: nil)
    }
    var document = SessionView.one(answer["session"] ?? .null, now: context.now)
    if let resume = answer["resume"] {
      document.append(.section("Resume", [("Mode", resume.text("mode"))]))
      if case .object(var object) = document.json {
        object["resume"] = resume
        document.json = .object(object)
        document.lines = [document.json]
      }
    }
    try context.print(document)
    return .success
  }

  private static func latestID(_ values: Invocation, _ context: CommandContext) throws -> String? {
    guard values.has(latest) else {
      throw UsageError("pass a session id or --latest", path: values.path)
    }
    let call = APICall(.listSessions).adding(QueryName.resumable, "true").adding(QueryName.sort, "last_activity")
      .adding(QueryName.limit, "1").adding(QueryName.workspace, values.text(SessionCommand.workspace))
    return try context.client().get(call)["sessions"]?[0]?["id"]?.string
  }

  private static func noCandidate(_ context: CommandContext) throws {
    let reason = "no_eligible_sessions"
    guard context.format == .human else {
      let toon = ToonBlock.object("resume", fields: ["resumed", "reason"], values: ["", reason])
      return try context.print(Document(["resumed": .null, "reason": .string(reason)], human: [], toon: [toon]))
    }
    try context.console.print("No resumable sessions; start a new one with 'agh session new'.\n")
  }
}
