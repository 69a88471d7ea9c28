import HTTP
import Home
import Journal
import Sessions

/// A language in which a turn is told: what frames an event makes.
protocol TurnFrames: Sendable {
  /// The frames of the turn's next event. They carry its cursor, so that a client can go on behind it.
  mutating func frames(_ event: EventView, in session: SessionSnapshot) -> [SSEEvent]

  /// The frames after the last event.
  mutating func end() -> [SSEEvent]
}

/// One frame per event, under its type. The prompt itself is not told back.
struct RawTurnFrames: TurnFrames {
  mutating func frames(_ event: EventView, in session: SessionSnapshot) -> [SSEEvent] {
    guard EventProjection.isPartOfAnswer(event.row) else { return [] }
    let data = EventProjection.agentEvent(event.row, in: session, withFailure: true)
    return [SSEEvent(id: EventCursor(event).description, event: event.row.type.name, data: data)]
  }

  mutating func end() -> [SSEEvent] { [] }
}

/// The frames of web chat libraries (contract: sessions §11.2).
struct ChatTurnFrames: TurnFrames {
  private var stream: PromptStream
  private var hasStarted = false

  init(turn: TurnID) {
    stream = PromptStream(turn: turn)
  }

  mutating func frames(_ event: EventView, in session: SessionSnapshot) -> [SSEEvent] {
    var data: [[UInt8]] = []
    if !hasStarted {
      hasStarted = true
      data = stream.start()
    }
    data += stream.add(event.row, in: session)
    let id = EventCursor(event).description
    return data.map { SSEEvent(id: id, data: $0) }
  }

  mutating func end() -> [SSEEvent] {
    stream.end().map { SSEEvent(data: $0) }
  }
}
