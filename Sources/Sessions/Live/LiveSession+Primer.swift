import Home
import Journal

/// What an agent is given that does not know the conversation.
extension LiveSession {
  /// The stored conversation as text, up to an event, for an agent that could not load it.
  func primer(before sequence: Int64?) throws -> String? {
    try Primer.text(
      directory: environment.home.session(id).path, before: sequence, limit: environment.limits.primerBytes)
  }

  /// Sends the prompt of the running turn again, to the new conversation of an agent that had not known the old one; a
  /// turn that was cancelled meanwhile ends instead. Until the commit anybody may do this again.
  func deliverPrompt() throws {
    guard let turn = state.turnToDeliver else { return }
    if let data = state.openTurnData, data.cancelRequested {
      return try decide { try $0.endUndelivered(data.stall) }
    }
    let text = try Primer.prompt(directory: environment.home.session(id).path, sequence: turn.firstSequence)
    let context = try primer(before: turn.firstSequence)
    try decide { try $0.deliverPrompt(text, context: context) }
  }
}
