import API
import HTTP
import Home
import Journal
import Sessions
import Synchronization

/// The stream of a session's events: what is stored behind a cursor, then what comes, until the session is stopped.
///
/// What is stored is read page by page. At the end of the journal the stream goes over to the frames that all followers
/// share, and reads for itself again when it is too slow for them. The last frame of a stopped session is its stored
/// `session_stopped` event, whatever the filters leave out.
final class SessionStream: TailStream {
  struct Filter: Sendable {
    var types: [EventType] = []
    var turn: TurnID?
    var agent: String?
    var since: Int64?

    func admits(_ row: EventRow) -> Bool {
      (types.isEmpty || types.contains(row.type)) && (turn.map { row.turn == $0 } ?? true)
        && (agent.map { row.agent == $0 } ?? true) && (since.map { row.time >= $0 } ?? true)
    }
  }

  private struct State {
    var cursor: Int64
    var shared: SessionFrames?
    var lastType: EventType?
    /// The first page was read, which tells whether the cursor is one of this journal.
    var hasBegun = false
    var isDone = false
  }

  private let id: SessionID
  private let feed: any EventFeed
  private let services: Services
  private let filter: Filter
  private let state: Mutex<State>

  /// What a stream is made with.
  struct Services: Sendable {
    var sessions: any SessionService
    var followed: FollowedSessions
    var frame: EventFrame
  }

  /// - Parameter feed: one that leaves out at most what the filter does.
  init(_ id: SessionID, feed: any EventFeed, after cursor: Int64, filter: Filter, services: Services) {
    self.id = id
    self.feed = feed
    self.services = services
    self.filter = filter
    state = Mutex(State(cursor: cursor))
  }

  func poll(into bytes: inout [UInt8], upTo limit: Int) -> TailPoll {
    state.withLock { state in
      guard let shared = state.shared else { return .pull }
      while true {
        let before = bytes.count
        switch shared.take(after: state.cursor, upTo: limit, into: &bytes, admits: filter.admits) {
        case .frames(let end, let lastType):
          state.cursor = end
          state.lastType = lastType ?? state.lastType
          if bytes.count > before { return .taken }
        case .nothing: return .wait(shared.bell)
        case .elsewhere: return .pull
        }
      }
    }
  }

  func next() async throws -> [UInt8]? {
    do {
      while true {
        let (cursor, shared, hasBegun, isDone) = state.withLock { ($0.cursor, $0.shared, $0.hasBegun, $0.isDone) }
        if isDone { return nil }
        if let shared {
          if try shared.covers(cursor) { return [] }
        } else if hasBegun, let found = services.followed.join(id, behind: cursor) {
          share(found)
          return []
        }
        let page = try await feed.page(after: cursor, maxBytes: streamedPageBytes)
        let bytes = try await write(page)
        if page.isLast, page.items.isEmpty { return try await end() }
        if !bytes.isEmpty { return bytes }
        if page.items.isEmpty, page.end == cursor { share(services.followed.join(id, at: cursor, feed)) }
      }
    } catch {
      leave()
      return SSEWriter.encode(SSEEvent(event: "error", data: services.frame.answers.errorData(error)))
    }
  }

  func cancel() {
    feed.cancel()
    leave()
  }

  /// Nothing more comes of it. The server cancels no stream that has come to its end, so that it leaves by itself.
  private func leave() {
    let shared = state.withLock { state in
      state.isDone = true
      defer { state.shared = nil }
      return state.shared
    }
    if let shared { services.followed.leave(id, shared) }
  }

  /// Goes over to the frames that are made for all.
  private func share(_ shared: SessionFrames) {
    // What was shared before has ended or is behind.
    let left: SessionFrames? = state.withLock { state in
      if state.isDone { return shared }
      defer { state.shared = shared }
      return state.shared
    }
    if let left { services.followed.leave(id, left) }
  }

  /// The frames of a page. Moves the cursor.
  private func write(_ page: FeedPage) async throws -> [UInt8] {
    var bytes: [UInt8] = []
    var lastType: EventType?
    let session = page.items.isEmpty ? nil : try await feed.session()
    for item in page.items {
      switch item {
      case .event(let event):
        guard let session, filter.admits(event.row) else { continue }
        bytes += services.frame.bytes(event, session)
        lastType = event.row.type
      case .reset(let reason, let journalEpoch, let head):
        let payload = ResetPayload(reason: reason, journalEpoch: journalEpoch, head: head)
        bytes += SSEWriter.encode(SSEEvent(event: "reset", data: payload.json))
      }
    }
    state.withLock { state in
      state.cursor = page.end
      state.hasBegun = true
      state.lastType = lastType ?? state.lastType
    }
    return bytes
  }

  /// The last frame, unless it was told; nil when there is nothing more.
  private func end() async throws -> [UInt8]? {
    leave()
    let hasTold = state.withLock { $0.lastType == .sessionStopped }
    guard !hasTold, try await feed.session().state == .stopped else { return nil }
    var query = EventQuery()
    query.types = [.sessionStopped]
    query.limit = 1
    let page = try await services.sessions.events(id, query)
    return page.events.last.map { services.frame.bytes($0, page.session) }
  }
}
