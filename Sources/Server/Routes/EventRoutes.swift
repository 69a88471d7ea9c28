import API
import Diagnostics
import HTTP
import Home
import Journal
import Platform
import Sessions

/// Lists, shows and streams events.
struct EventRoutes: Sendable {
  let services: ServerServices
  let finder: SessionFinder
  let answers: Answers
  private let streaming: SessionStream.Services

  init(services: ServerServices, finder: SessionFinder, answers: Answers) {
    self.services = services
    self.finder = finder
    self.answers = answers
    let frame = EventFrame(answers: answers)
    streaming = SessionStream.Services(
      sessions: services.sessions, followed: FollowedSessions(frame), frame: frame)
  }

  func add(to router: inout Router) {
    router.on(.listEvents) { try await list($0, as: EventArray()) }
    router.on(.getHistory) { try await list($0, as: EventsByTurn()) }
    router.on(.getEvent, handler: show)
    router.on(.streamEvents, handler: stream)
  }

  private func list(_ request: HTTPRequest, as form: some EventListForm) async throws -> HTTPResponse {
    let query = try Self.query(request)
    let session = try await finder.session(request)
    guard query.limit != nil else {
      let stream = EventListStream(session.id, query, form, sessions: services.sessions, answers: answers)
      try await stream.begin()
      return HTTPResponse(
        headers: ["Content-Type": "application/json; charset=utf-8"], body: .stream(stream))
    }
    let page = try await services.sessions.events(session.id, query)
    var form = form
    var bytes = form.begin()
    for event in page.events { bytes += form.add(event, EventProjection.sessionEvent(event, in: page.session)) }
    return answers.json(bytes + form.end())
  }

  private func show(_ request: HTTPRequest) async throws -> HTTPResponse {
    let session = try await finder.session(request)
    let text = request.parameters["sequence"] ?? ""
    guard let cursor = EventCursor(text), cursor.sequence > 0 else {
      throw AghError(.eventNotFound, "session \(session.id) has no event \"\(text)\"")
    }
    let event = try await services.sessions.event(session.id, sequence: cursor.sequence)
    let json = EventProjection.sessionEvent(event, in: session)
    return answers.json(Array(#"{"event":"#.utf8) + json + Array("}".utf8))
  }

  private func stream(_ request: HTTPRequest) async throws -> HTTPResponse {
    let cursor = try QueryReader(request).cursor()
    let query = try Self.query(request)
    let session = try await finder.session(request)
    var follow = FollowRequest(after: cursor?.sequence ?? 0)
    follow.journalEpoch = cursor?.journalEpoch ?? 0
    follow.types = query.types
    follow.since = try QueryReader(request).time(QueryName.since)
    if cursor == nil, query.limit != nil, let first = try await firstOfNewest(session, query) {
      follow.after = first.row.sequence - 1
      follow.journalEpoch = first.journalEpoch
    }
    let feed = try await services.sessions.follow(session.id, follow)
    let filter = SessionStream.Filter(
      types: query.types, turn: query.turn, agent: query.agent, since: follow.since?.nanoseconds)
    return .events(
      SessionStream(session.id, feed: feed, after: follow.after, filter: filter, services: streaming))
  }

  /// A limit says with how many stored events a stream begins; behind a cursor it would leave out what lies between.
  private func firstOfNewest(_ session: SessionSnapshot, _ query: EventQuery) async throws -> EventView? {
    var newest = query
    newest.after = nil
    newest.before = nil
    return try await services.sessions.events(session.id, newest).events.first
  }

  private static func query(_ request: HTTPRequest) throws -> EventQuery {
    let reader = QueryReader(request)
    var query = EventQuery()
    query.types = reader.texts(QueryName.type).map { EventType($0) }
    query.agent = reader.text(QueryName.agentName)
    query.since = try reader.time(QueryName.since)?.nanoseconds
    query.limit = try reader.limit(most: 10_000)
    query.after = try reader.cursor()?.sequence
    query.before = try reader.sequence(QueryName.beforeSequence)
    if let turn = reader.text(QueryName.turnID) {
      guard let id = TurnID(turn) else {
        throw AghError(.invalidRequest, "invalid turn_id \"\(turn)\": it is turn- and 16 hexadecimal digits")
      }
      query.turn = id
    }
    return query
  }
}
