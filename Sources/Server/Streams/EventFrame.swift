import HTTP
import Journal
import Sessions

/// How an event of a session stands in its stream.
struct EventFrame: Sendable {
  let answers: Answers

  func bytes(_ event: EventView, _ session: SessionSnapshot) -> [UInt8] {
    let data = EventProjection.sessionEvent(event, in: session, extent: .streamed)
    return SSEWriter.encode(
      answers.redacted(SSEEvent(id: EventCursor(event).description, event: event.row.type.name, data: data)))
  }
}
