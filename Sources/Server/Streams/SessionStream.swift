import API
import HTTP
import Home
import Journal
import Sessions
import Synchronization

/// The stream of a session's events: what is stored behind a cursor, then what comes, until the session is stopped.
///
/// The last frame of a stopped session is its stored `session_stopped` event, whatever the filters leave out.
final class SessionStream: ByteStream {
  struct Filter: Sendable {
    var turn: TurnID?
    var agent: String?

    func admits(_ row: EventRow) -> Bool {
      (turn.map { row.turn == $0 } ?? true) && (agent.map { row.agent == $0 } ?? true)
    }
  }

  private struct State {
    var lastType: EventType?
    var isDone = false
  }

  private let id: SessionID
  private let feed: any EventFeed
  private let sessions: any SessionService
  private let filter: Filter
  private let answers: Answers
  private let state = Mutex(State())

  init(
    _ id: SessionID, feed: any EventFeed, sessions: any SessionService, filter: Filter, answers: Answers
  ) {
    self.id = id
    self.feed = feed
    self.sessions = sessions
    self.filter = filter
    self.answers = answers
  }

  func next() async throws -> [UInt8]? {
    while !state.withLock({ $0.isDone }) {
      let bytes: [UInt8]
      do {
        let items = try await feed.next(maxBytes: streamedPageBytes)
        bytes = try await items.isEmpty ? end() : write(items, feed.session())
      } catch {
        state.withLock { $0.isDone = true }
        return SSEWriter.encode(SSEEvent(event: "error", data: answers.errorData(error)))
      }
      if !bytes.isEmpty { return bytes }
    }
    return nil
  }

  func cancel() {
    feed.cancel()
  }

  private func write(_ items: [FeedItem], _ session: SessionSnapshot) -> [UInt8] {
    var writer = SSEWriter()
    for item in items {
      switch item {
      case .event(let event):
        guard filter.admits(event.row) else { continue }
        writer.write(frame(event, session))
        state.withLock { $0.lastType = event.row.type }
      case .reset(let reason, let journalEpoch, let head):
        writer.write(SSEEvent(event: "reset", data: Self.reset(reason, journalEpoch, head)))
      }
    }
    return writer.bytes
  }

  private func end() async throws -> [UInt8] {
    let hasTold = state.withLock { state in
      state.isDone = true
      return state.lastType == .sessionStopped
    }
    guard !hasTold, try await feed.session().state == .stopped else { return [] }
    var query = EventQuery()
    query.types = [.sessionStopped]
    query.limit = 1
    let page = try await sessions.events(id, query)
    guard let event = page.events.last else { return [] }
    var writer = SSEWriter()
    writer.write(frame(event, page.session))
    return writer.bytes
  }

  private func frame(_ event: EventView, _ session: SessionSnapshot) -> SSEEvent {
    let data = EventProjection.sessionEvent(event, in: session, extent: .streamed)
    return answers.redacted(
      SSEEvent(id: EventCursor(event).description, event: event.row.type.name, data: data))
  }

  private static func reset(_ reason: String, _ journalEpoch: Int64, _ head: Int64) -> [UInt8] {
    ResetPayload(reason: reason, journalEpoch: journalEpoch, head: head).json
  }
}
