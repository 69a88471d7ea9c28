import API
import CommandModel
import Diagnostics
import JSON

/// `agh session transcript`
enum SessionTranscriptCommand {
  static let last = OptionSpecification.value(
    "last", "count", kind: .integer(1...500), help: "At most so many messages; 100 where nothing is said")
  static let before = OptionSpecification.value(
    "before", "sequence", kind: .integer(1...Int.max), help: "The messages before an earlier page")

  static let command = AghCommand(
    "transcript", summary: "Show the latest of what was said and done in a session",
    arguments: [SessionCommand.id], options: [last, before], action: run)

  private static func run(_ values: Invocation, _ context: CommandContext) throws -> ExitStatus {
    let place = try context.place(of: values.required(SessionCommand.id))
    let call = APICall(.getTranscript, place)
      .adding(QueryName.limit, values.integer(last).map(String.init))
      .adding(QueryName.beforeSequence, values.integer(before).map(String.init))
    let page = try context.client().get(call)
    try context.print(TranscriptView.page(page["messages"]?.array ?? []))
    if let earlier = page["before_sequence"]?.int {
      context.console.say("there is more before: --before \(earlier)\n")
    }
    return .success
  }
}
