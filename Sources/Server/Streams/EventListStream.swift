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
    var form: any EventListForm
    var hasBegun = false
    var isDone = false
    /// What was read before the answer began.
    var first: [UInt8]?
  }

  private let id: SessionID
  private let sessions: any SessionService
  private let answers: Answers
  private let state: Mutex<State>

  /// - Parameter query: one that asks for everything behind a sequence.
  init(_ id: SessionID, _ query: EventQuery, _ form: some EventListForm, sessions: any SessionService, answers: Answers)
  {
    self.id = id
    self.sessions = sessions
    self.answers = answers
    var query = query
    query.after = query.after ?? 0
    query.limit = Self.pageCount
    query.byteBudget = Self.pageBytes
    state = Mutex(State(query: query, form: form))
  }

  /// Reads the first page, so that what keeps a journal from being read is an error of its own and no torn answer.
  func begin() async throws {
    let page = try await next()
    state.withLock { $0.first = page }
  }

  func next() async throws -> [UInt8]? {
    let (query, isDone, first) = state.withLock { state in
      defer { state.first = nil }
      return (state.query, state.isDone, state.first)
    }
    if let first { return first }
    if isDone { return nil }
    let page = try await sessions.events(id, query)
    return state.withLock { state in
      var bytes = state.hasBegun ? [] : state.form.begin()
      for event in page.events {
        let json = answers.redactor.redact(EventProjection.sessionEvent(event, in: page.session))
        bytes += state.form.add(event, json)
      }
      if let last = page.events.last {
        state.query.after = last.row.sequence
      } else {
        state.isDone = true
        bytes += state.form.end()
      }
      state.hasBegun = true
      return bytes
    }
  }

  func cancel() {
    state.withLock { $0.isDone = true }
  }

  private static let pageCount = 512
  private static let pageBytes = 1 << 20
}
