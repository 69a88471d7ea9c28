import API
import CommandModel
import Diagnostics
import JSON

/// `agh session list`
enum SessionListCommand {
  static let all = OptionSpecification.flag("all", help: "Stopped sessions too")
  static let resumable = OptionSpecification.flag(
    "resumable", help: "Only sessions that can be resumed or attached to, the latest activity first")
  static let limit = OptionSpecification.value(
    "limit", "count", kind: .integer(1...1000), help: "At most so many sessions")
  static let cursor = OptionSpecification.value("cursor", "text", help: "Go on behind an earlier page")

  static let command = AghCommand(
    "list", summary: "List the sessions", options: [all, resumable, SessionCommand.workspace, limit, cursor],
    action: run)

  private static func run(_ values: Invocation, _ context: CommandContext) throws -> ExitStatus {
    let selection =
      values.has(resumable)
      ? APICall(.listSessions).adding(QueryName.resumable, "true").adding(QueryName.sort, "last_activity")
      : APICall(.listSessions).adding(QueryName.all, values.has(all) ? "true" : "false")
    let call =
      selection
      .adding(QueryName.workspace, values.text(SessionCommand.workspace))
      .adding(QueryName.limit, values.integer(limit).map(String.init)).adding(QueryName.cursor, values.text(cursor))
    let page = try context.client().get(call)
    try context.print(SessionView.list(page["sessions"]?.array ?? [], now: context.now))
    if let next = page["next_cursor"]?.string {
      context.console.say("there are more: --cursor \(Printable.escaped(next))\n")
    }
    return .success
  }
}
