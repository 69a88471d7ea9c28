import API
import CommandModel
import Diagnostics
import JSON
import Platform

/// `agh session events`
enum SessionEventsCommand {
  static let type = OptionSpecification.value("type", "name", help: "Only events of this type, for example done")
  static let last = OptionSpecification.value(
    "last", "count", kind: .integer(1...10_000), help: "Only the newest so many events")
  static let since = OptionSpecification.value(
    "since", "when", help: "Only events from then on: a time such as 2026-01-02T15:04:05Z or an age such as 15m")
  static let follow = OptionSpecification.flag("follow", help: "Go on as events come, until the session is stopped")

  static let command = AghCommand(
    "events", summary: "Show what happened in a session, oldest first", arguments: [SessionCommand.id],
    options: [type, last, since, follow],
    examples: [Example("agh session events sess-0123456789abcdef --last 20 --follow", "The newest, and what comes")],
    action: run)

  private static func run(_ values: Invocation, _ context: CommandContext) throws -> ExitStatus {
    let start = try values.text(since).map { try moment($0, values, now: context.now) }
    let place = try context.place(of: values.required(SessionCommand.id))
    let filter = { (call: APICall) in
      call.adding(QueryName.type, values.text(type)).adding(QueryName.since, start?.rfc3339)
    }
    let limit = values.integer(last).map(String.init)
    if values.has(follow) {
      let call = filter(APICall(.streamEvents, place))
      return try EventFollower(call: call, limit: limit, context: context) { event in
        try context.console.print(EventView.line(event, context.format))
      }.run()
    }
    let call = filter(APICall(.listEvents, place)).adding(QueryName.limit, limit)
    try context.print(EventView.list(context.client().get(call)["events"]?.array ?? []))
    return .success
  }

  private static func moment(_ text: String, _ values: Invocation, now: WallTime) throws -> WallTime {
    if let time = WallTime(rfc3339: text) { return time }
    if let age = Age.duration(text) { return WallTime(nanoseconds: now.nanoseconds - age) }
    throw UsageError(
      "invalid value \(Printable.quoted(text)) for --since (\(since.help))", path: values.path)
  }
}
