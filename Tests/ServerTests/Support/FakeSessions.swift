import Diagnostics
import Home
import Journal
import Platform
import Sessions
import Synchronization

/// Sessions in memory: answers what a test has put in, and records what it was asked.
final class FakeSessions: SessionService {
  struct State: Sendable {
    var sessions: [SessionID: SessionSnapshot] = [:]
    var events: [EventView] = []
    var calls: [String] = []
    var created: NewSession?
    var listed: SessionListQuery?
    var queried: EventQuery?
    var followed: FollowRequest?
    var prompted: NewPrompt?
    var key: String?
    var answer: PermissionAnswer?
    var ticket = PromptTicket(turn: Sample.turn, firstSequence: 1, repeated: false)
    var resumeMode: ResumeOutcome.Mode? = .load
    var pending: [PendingPermission] = []
    var failure: AghError?
    /// What a feed yields, in this order, before it ends; made of the events when nil.
    var feed: [[FeedItem]]?
    var feedFailure: AghError?
  }

  let state: Mutex<State>

  init(_ change: (inout State) -> Void = { _ in }) {
    var state = State()
    state.sessions[Sample.session.id] = Sample.session
    change(&state)
    self.state = Mutex(state)
  }

  func change(_ body: (inout State) -> Void) {
    state.withLock { body(&$0) }
  }

  var now: State { state.withLock { $0 } }

  func create(_ request: NewSession, key: String?) async throws -> SessionSnapshot {
    try record("create") { state in
      state.created = request
      state.key = key
      return Sample.session
    }
  }

  func session(_ id: SessionID) async throws -> SessionSnapshot {
    guard let session = now.sessions[id] else { throw AghError(.sessionNotFound, "session not found: \(id)") }
    return session
  }

  func list(_ query: SessionListQuery) async throws -> SessionPage {
    try record("list") { state in
      state.listed = query
      return SessionPage(sessions: Array(state.sessions.values), nextCursor: "more")
    }
  }

  func prompt(_ id: SessionID, _ request: NewPrompt, key: String?) async throws -> PromptTicket {
    try record("prompt") { state in
      state.prompted = request
      state.key = key
      return state.ticket
    }
  }

  func cancelPrompt(_ id: SessionID) async throws { try record("cancel") { _ in } }

  func approve(_ id: SessionID, _ answer: PermissionAnswer) async throws {
    try record("approve") { $0.answer = answer }
  }

  func pendingPermissions() async throws -> [PendingPermission] { now.pending }

  func stop(_ id: SessionID, detail: String?) async throws -> SessionSnapshot {
    try record("stop") { state in
      state.sessions[id]?.state = .stopped
      return state.sessions[id] ?? Sample.session
    }
  }

  func delete(_ id: SessionID) async throws {
    try record("delete") { $0.sessions[id] = nil }
  }

  func resume(_ id: SessionID, wait: Bool) async throws -> ResumeOutcome {
    try record("resume wait=\(wait)") { ResumeOutcome(session: Sample.session, mode: $0.resumeMode) }
  }

  func events(_ id: SessionID, _ query: EventQuery) async throws -> EventPage {
    try record("events") { state in
      state.queried = query
      var found = state.events.filter { event in
        (query.types.isEmpty || query.types.contains(event.row.type)) && event.row.sequence > query.after ?? 0
          && event.row.sequence < query.before ?? Int64.max
      }
      if let limit = query.limit { found = Array(query.after == nil ? found.suffix(limit) : found.prefix(limit)) }
      return EventPage(session: state.sessions[id] ?? Sample.session, events: found)
    }
  }

  func event(_ id: SessionID, sequence: Int64) async throws -> EventView {
    guard let event = now.events.first(where: { $0.row.sequence == sequence }) else {
      throw AghError(.eventNotFound, "no event \(sequence)")
    }
    return event
  }

  func follow(_ id: SessionID, _ request: FollowRequest) async throws -> any EventFeed {
    try record("follow") { state in
      state.followed = request
      let events = state.events.filter { $0.row.sequence > request.after }.map { FeedItem.event($0) }
      let items = state.feed ?? (events.isEmpty ? [] : [events])
      return FakeFeed(items, failure: state.feedFailure, session: state.sessions[id] ?? Sample.session)
    }
  }

  func counts() async throws -> SessionCounts {
    SessionCounts(active: 1, total: 3, byState: ["active": 1, "stopped": 2])
  }

  private func record<T>(_ call: String, _ body: (inout State) -> T) throws -> T {
    try state.withLock { state in
      state.calls.append(call)
      if let failure = state.failure { throw failure }
      return body(&state)
    }
  }
}

/// Yields what it was given, then fails or ends.
final class FakeFeed: EventFeed {
  private let items: Mutex<[[FeedItem]]>
  private let failure: AghError?
  private let snapshot: SessionSnapshot

  init(_ items: [[FeedItem]], failure: AghError?, session: SessionSnapshot) {
    self.items = Mutex(items)
    self.failure = failure
    snapshot = session
  }

  func next(maxBytes: Int) async throws -> [FeedItem] {
    let next = items.withLock { $0.isEmpty ? nil : $0.removeFirst() }
    if next == nil, let failure { throw failure }
    return next ?? []
  }

  func page(after sequence: Int64, maxBytes: Int) async throws -> FeedPage {
    let items = try await next(maxBytes: maxBytes)
    let end: Int64? =
      switch items.last {
      case .event(let event): event.row.sequence
      case .reset(_, _, let head): head
      case nil: nil
      }
    return FeedPage(items: items, end: end ?? sequence, isLast: items.isEmpty)
  }

  func wait(beyond sequence: Int64) async {}
  func unfiltered() -> any EventFeed { self }

  func session() async throws -> SessionSnapshot { snapshot }
  func cancel() { items.withLock { $0 = [] } }
}
