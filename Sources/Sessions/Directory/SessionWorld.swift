import Catalog
import Diagnostics
import Home
import Platform

/// What the registry needs of the world: everything outside is injected.
struct SessionWorld: Sendable {
  var home: HomeDirectory
  /// The random id of the home, part of ids derived from keys.
  var homeID: String
  var bootID: String
  var clock: any Clock
  var random: any RandomSource
  var pool: BlockingPool
  var host: any AgentHost
  var planner: any SessionPlanning
  var catalog: any SessionCatalog
  var deleted: DeletedSessions
  /// The environment of a session's terminals.
  var terminalEnvironment: @Sendable (Creation) -> [String]
  /// How many agents may run at once.
  var limit: Int
  var sessionLimits: SessionLimits
  /// Where what needs an operator's attention is written down.
  var logger = Logger.silent
}

/// Decides what a session runs, before anything of it is made.
protocol SessionPlanning: Sendable {
  /// The plan of a new session. Every mistake of the request is an error here.
  func plan(_ request: NewSession, id: SessionID) async throws -> (creation: Creation, launch: AgentLaunch)
  /// The plan of another run of a stored session.
  func plan(again creation: Creation) async throws -> AgentLaunch
}

/// The catalog's view of sessions: what is stored, found without walking directories.
protocol SessionCatalog: SessionProjecting {
  func session(_ id: SessionID) async throws -> SessionSnapshot?
  func list(_ query: SessionListQuery) async throws -> SessionPage
  func counts() async throws -> SessionCounts
  /// The size of the stored journals, without those of the sessions named.
  func journals(without live: [SessionID]) async throws -> JournalTotals
  /// How many sessions failed, and the latest of them.
  func failures(recent limit: Int) async throws -> SessionFailures
  /// Measures the journals of stopped sessions that are not measured; one that cannot be read stays so.
  func measureJournals() async throws
  /// Stores a session of a lost catalog, and its workspace when that is not known either.
  func restore(_ session: SessionSnapshot) async throws
  /// Forgets a session; one that is not known is fine.
  func remove(_ id: SessionID) async throws
  /// Sessions that are not stopped as far as the catalog knows: the candidates of a boot.
  func unstopped() async throws -> [SessionID]
}
