import Diagnostics
import HTTP
import Home
import Journal
import Sessions
import Synchronization

/// A list of events without a limit, written page by page: memory stays flat however long the session is.
final class EventListStream: ByteStream {
  private struct State {
    var query: EventQuery
    var hasBegun = false
    var isDone = false
  }

  private let id: SessionID
  private let sessions: any SessionService
  private let answers: Answers
  private let state: Mutex<State>

  /// - Parameter query: one that asks for everything behind a sequence.
  init(_ id: SessionID, _ query: EventQuery, sessions: any SessionService, answers: Answers) {
    self.id = id
    self.sessions = sessions
    self.answers = answers
    var query = query
    query.after = query.after ?? 0
    query.limit = Self.pageCount
    query.byteBudget = Self.pageBytes
    state = Mutex(State(query: query))
  }

  func next() async throws -> [UInt8]? {
    let (query, isDone) = state.withLock { ($0.query, $0.isDone) }
    if isDone { return nil }
    let page = try await sessions.events(id, query)
    return state.withLock { state in
      var bytes = state.hasBegun ? [] : Array(#"{"events":["#.utf8)
      for (index, event) in page.events.enumerated() {
        if state.hasBegun || index > 0 { bytes.append(UInt8(ascii: ",")) }
        bytes += answers.redactor.redact(EventProjection.sessionEvent(event, in: page.session))
      }
      if let last = page.events.last {
        state.query.after = last.row.sequence
        state.hasBegun = true
      } else {
        state.isDone = true
        bytes += Array("]}".utf8)
      }
      return bytes
    }
  }

  func cancel() {
    state.withLock { $0.isDone = true }
  }

  private static let pageCount = 512
  private static let pageBytes = 1 << 20
}
