import Diagnostics
import Foundation
import Home
import Journal
import Platform
import Synchronization

@testable import Sessions

/// Live sessions in a home of their own, with agents that live in the test.
final class LiveModel: Sendable {
  let home: HomeDirectory
  let host: FakeHost
  let limits: SessionLimits
  let clock: any Clock
  let random = SeededRandom(seed: 7)
  let pool: BlockingPool
  let projected = Mutex<[SessionSnapshot]>([])
  /// Why nothing can be projected now.
  let projectionFailure = Mutex<SystemError?>(nil)
  let log = Mutex<[String]>([])

  init(
    limits: SessionLimits = SessionLimits(), clock: any Clock = SystemClock(),
    script: @escaping FakeHost.Script = FakeAgent.echo
  ) throws {
    self.limits = limits
    self.clock = clock
    home = HomeDirectory(path: NSTemporaryDirectory() + "agh-live-\(UUID().uuidString)")
    try FileManager.default.createDirectory(atPath: home.path + "/place", withIntermediateDirectories: true)
    host = FakeHost(script: script)
    pool = try BlockingPool(threads: 2, name: "pool")
  }

  deinit { try? FileManager.default.removeItem(atPath: home.path) }

  var place: String { home.path + "/place" }

  func environment(bootID: String = "boot-1") -> SessionEnvironment {
    SessionEnvironment(
      home: home, bootID: bootID, clock: clock, random: random, host: host, limits: limits,
      projections: Projections(model: self), terminalEnvironment: { _ in [] },
      logger: Logger(level: .info, redactor: Redactor()) { [weak self] line in
        self?.log.withLock { $0.append(String(decoding: line, as: UTF8.self)) }
      },
      ended: { _ in })
  }

  func creation(_ id: SessionID, _ mode: PermissionMode) -> Creation {
    Creation(
      id: id.text, agent: "general", provider: "fake", workspace: "ws_0000000000000001", root: place, additional: [],
      permissionMode: mode, command: ["fake"], createdAt: 1)
  }

  static let launch = AgentLaunch(command: ["fake"], directory: "/", environment: [], dropped: [], marker: "m")

  /// A new session whose agent is ready.
  func create(_ mode: PermissionMode = .approveReads) async throws -> LiveSession {
    let id = SessionID(bytes: random.bytes(8))
    let session = try LiveSession(id: id, environment: environment())
    try await session.create(creation(id, mode), key: nil, launch: Self.launch)
    await session.whenSettled()
    return session
  }

  /// Another daemon finds the session, after the one that had it is gone.
  func adopt(_ id: SessionID) async throws -> LiveSession {
    let session = try LiveSession(id: id, environment: environment())
    let epoch = Epoch(1)
    try await session.adopt(host.inspect(id, epoch))
    return session
  }

  func events(_ id: SessionID) throws -> [EventRow] {
    let reader = try JournalReader(directory: home.session(id).path)
    defer { reader.close() }
    return try reader.events(EventQuery())
  }

  /// Waits until a condition on the journal holds; the test's own time limit ends a wait that is in vain.
  func wait(_ session: LiveSession, until condition: ([EventRow]) -> Bool) async throws -> [EventRow] {
    var head: Int64 = 0
    while true {
      let rows = try await StoredJournal.read(directory: home.session(session.id).path, pool: pool) {
        try $0.events(EventQuery())
      }
      if condition(rows) { return rows }
      head = max(head, rows.last?.sequence ?? 0)
      if session.tail.reading.ended { return rows }
      await session.tail.wait(beyond: head, ticket: session.tail.ticket())
    }
  }

  private struct Projections: SessionProjecting {
    let model: LiveModel

    func project(_ session: SessionSnapshot) async throws {
      if let failure = model.projectionFailure.withLock({ $0 }) { throw failure }
      model.projected.withLock { $0.append(session) }
    }
  }
}
