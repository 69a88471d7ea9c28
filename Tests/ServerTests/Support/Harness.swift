import API
import Diagnostics
import HTTP
import JSON
import Platform
import Server
import Sessions
import Testing

/// The API on fake services, called as the HTTP server calls it.
struct Harness {
  let sessions: FakeSessions
  let clock: ManualClock
  let server: APIServer
  let log = LogFeed()

  init(
    allowsTCP: Bool = true, redactor: Redactor = Redactor(), _ change: (inout FakeSessions.State) -> Void = { _ in }
  ) throws {
    sessions = FakeSessions(change)
    clock = ManualClock(wall: Sample.time)
    var services = ServerServices(
      sessions: sessions, workspaces: FakeWorkspaces(), status: FakeStatus(), providers: FakeProviders(),
      redactor: redactor, clock: clock)
    services.allowsTCP = allowsTCP
    services.log = log
    server = try APIServer(services)
  }

  struct Answer {
    var status: Int
    var headers: HTTPHeaders
    var text: String

    /// The body as JSON; null when it is none.
    var json: JSONValue { (try? JSONParser.parse(text)) ?? .null }
    /// The code of an error.
    var code: String? { json["code"]?.string }
    /// The events of a stream.
    var events: [SSEEvent] {
      var parser = SSEParser()
      return parser.feed(Array(text.utf8))
    }
  }

  static let uds = Peer.unix(uid: 0, pid: 1)
  static let tcp = Peer.tcp(remoteAddress: "127.0.0.1", remotePort: 1, localAddress: "127.0.0.1", localPort: 2)

  /// The path of the sample session.
  static let session = "/api/workspaces/\(Sample.workspaceID)/sessions/\(Sample.sessionID)"

  func send(
    _ method: String, _ target: String, _ body: String? = nil, headers: HTTPHeaders = [:], peer: Peer = uds
  ) async throws -> Answer {
    let request = try HTTPRequest(method, target, headers: headers, body: Array((body ?? "").utf8), peer: peer)
    let response: HTTPResponse
    do {
      response = try await server.respond(to: request)
    } catch {
      response = server.errorResponse(error)
    }
    var bytes: [UInt8] = []
    switch response.body {
    case .empty: break
    case .bytes(let all): bytes = all
    case .stream(let stream): while let chunk = try await stream.next() { bytes += chunk }
    }
    return Answer(
      status: response.status, headers: response.headers, text: String(decoding: bytes, as: UTF8.self))
  }

  func get(_ target: String, headers: HTTPHeaders = [:], peer: Peer = uds) async throws -> Answer {
    try await send("GET", target, headers: headers, peer: peer)
  }

  func post(_ target: String, _ body: String? = nil, headers: HTTPHeaders = [:], peer: Peer = uds) async throws
    -> Answer
  {
    try await send("POST", target, body, headers: headers, peer: peer)
  }
}

struct FakeStatus: StatusSource {
  func status() async -> StatusPayload {
    let facts = RuntimeFacts(
      pid: 7, startedAt: Sample.time, socket: "/home/daemon.sock", httpHost: "localhost", httpPort: 2123,
      userHome: "/home/me", version: "1.2.3", home: "/home/me/.agh", configFile: "/home/me/.agh/config.toml")
    let collectors = RuntimeStatus.Collectors(
      counts: { SessionCounts(active: 1, total: 3, byState: ["active": 1, "stopped": 2]) },
      failures: {
        var failed = Sample.session
        failed.failure = SessionSnapshot.Failure(kind: "process_exit", summary: "it died")
        return SessionFailures(byKind: ["process_exit": 1, "cancellation": 2], recent: [failed])
      },
      catalogBytes: { throw AghError(.catalogUnavailable, "the catalog cannot be read") },
      journalBytes: { (known: 4096, unmeasured: 2) },
      problems: {
        [
          DiagnosticItem(
            id: "session.journal", code: "journal_failed", severity: .error, category: .session,
            title: "A session is held up", message: "its journal cannot be written")
        ]
      },
      providers: { try await FakeProviders().providers() },
      config: { (error: nil, restartRequired: true) }, log: { true })
    return await RuntimeStatus(facts: facts, collectors: collectors, clock: ManualClock(wall: Sample.time)).status()
  }
}

struct FakeProviders: ProviderSource {
  func providers() async throws -> [ProviderPayload] {
    [
      ProviderPayload(
        name: "rehearsal", isDefault: true, mode: "none", environmentPolicy: "filtered", homePolicy: "operator",
        state: "none")
    ]
  }
}
