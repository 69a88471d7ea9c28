import API
import Diagnostics
import HTTP
import JSON
import Journal
import Platform
import Sessions

/// Shows a session as people follow it: its messages, its latest at a glance, what it runs.
struct ConversationRoutes: Sendable {
  let services: ServerServices
  let finder: SessionFinder
  let view: SessionView
  let answers: Answers

  func add(to router: inout Router) {
    router.on(.getTranscript, handler: transcript)
    router.on(.getRecap, handler: recap)
    router.on(.inspectSession, handler: inspect)
  }

  private func transcript(_ request: HTTPRequest) async throws -> HTTPResponse {
    let reader = QueryReader(request)
    let limit = try reader.limit(most: 500) ?? 100
    let before = try reader.sequence(QueryName.beforeSequence)
    let session = try await finder.session(request)
    let page = try await TranscriptPage.read(
      session.id, before: before, messages: limit, from: services.sessions)
    return answers.json(TranscriptPayload(messages: page.messages.map(\.json), before: page.before))
  }

  private func recap(_ request: HTTPRequest) async throws -> HTTPResponse {
    // Unlike elsewhere 0 means none here, as in the contract.
    let reader = QueryReader(request)
    let limit = try reader.limit(most: 100) ?? (reader.text(QueryName.limit) == nil ? 20 : 0)
    let session = try await finder.session(request)
    let page = try await TranscriptPage.read(
      session.id, messages: limit, events: 500, from: services.sessions)
    var query = EventQuery()
    query.types = [.marker]
    query.limit = 100
    let markers = try await services.sessions.events(session.id, query).events.compactMap { Marker($0.row) }
    let recap = RecapPayload(
      session: view.payload(page.session), markers: markers.suffix(5).reversed().map(\.json),
      messages: page.messages.map(\.json), pendingMarkers: Marker.pending(markers),
      generatedAt: services.clock.now().rfc3339, head: page.session.head)
    return answers.json(Wrapped("recap", recap))
  }

  private func inspect(_ request: HTTPRequest) async throws -> HTTPResponse {
    let session = try await finder.session(request)
    return answers.json(InspectionPayload(health: view.health(session), configurationDigest: try session.digest))
  }
}

extension SessionSnapshot {
  /// Names what the session runs.
  fileprivate var digest: String {
    get throws {
      let settings = [agentName, provider, model ?? "", reasoningEffort ?? "", permissionMode]
      return try "sha256:" + Hex.encode(SHA256().hash(Array(settings.joined(separator: "\0").utf8)))
    }
  }
}
