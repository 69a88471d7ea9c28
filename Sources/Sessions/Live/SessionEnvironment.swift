import Diagnostics
import Home
import Journal
import Platform

/// What a live session needs of the world. Everything outside is injected.
struct SessionEnvironment: Sendable {
  var home: HomeDirectory
  var bootID: String
  var clock: any Clock
  var random: any RandomSource
  var host: any AgentHost
  var limits: SessionLimits
  /// Keeps catalog and `meta.json` in step with a session's state.
  var projections: any SessionProjecting
  /// The file layer under what a session makes by name.
  var files: any FileLayer = SystemFiles()
  /// The environment of a session's terminals: that of its agent, made anew by each daemon.
  var terminalEnvironment: @Sendable (Creation) -> [String]
  /// Where what holds a session up is written down.
  var logger = Logger.silent
  /// Called once a session has stopped and everything of it is written.
  var ended: @Sendable (SessionID) -> Void
}

/// Limits of the configuration that sessions observe.
struct SessionLimits: Sendable, Equatable {
  /// From the start of the shim to the session being active.
  var startTimeout = Duration.seconds(120)
  /// From a cancel to the end of the turn.
  var cancelGrace = Duration.seconds(30)
  /// What makes a running turn suspicious.
  var supervision = TurnSupervision.Limits()
  /// How long a permission request waits for a person; nil is for ever.
  var permissionTimeout: Duration?
  /// Bytes of the stored conversation that a new conversation is primed with.
  var primerBytes = 64 << 10
}

/// Writes what can be rebuilt: the catalog's row and `meta.json`.
protocol SessionProjecting: Sendable {
  /// Stores a session's present state. Called in order for each session; it may be slow, it never loses the journal.
  func project(_ session: SessionSnapshot) async throws
}

extension SessionEnvironment {
  /// Makes the directory of a session, its name on disk.
  func makeSessionDirectory(_ id: SessionID) throws {
    try Self.makeDirectory(of: id, in: home, through: files)
  }

  static func makeDirectory(
    of id: SessionID, in home: HomeDirectory, through files: any FileLayer
  ) throws(SystemError) {
    try files.makeDirectory(home.sessions, mode: 0o700)
    try files.makeDirectory(home.session(id).path, mode: 0o700)
    try files.syncDirectory(home.sessions, .sessionDirectory)
  }

  /// Removes what a creation that was not acknowledged has made, on disk when it returns.
  func removeSessionDirectory(_ id: SessionID) throws(SystemError) {
    try Directory.removeTree(home.session(id).path)
    try SystemFiles().syncDirectory(home.sessions, .sessionDirectory)
  }

  /// What a failed journal is told as.
  func journalFailure(_ id: SessionID, _ error: any Error) -> AghError {
    if let known = error as? AghError { return known }
    if case JournalError.busy? = error as? JournalError {
      return AghError(.journalBusy, "the journal of session \(id) is in use by another program")
    }
    if case JournalError.full? = error as? JournalError {
      return AghError(.homeFull, "the disk is full: nothing can be added to the journal of session \(id)")
    }
    return AghError(.journalFailed, "the journal of session \(id) cannot be written: \(error)")
  }

  /// What a start that came to nothing is recorded as.
  func launchFailure(_ error: any Error) -> Failure {
    let known = error as? AghError
    return Failure(
      kind: "startup_failure", summary: known?.message ?? "the agent could not be started: \(error)",
      code: (known?.code ?? .agentStartFailed).rawValue)
  }
}

extension SyncName {
  /// The name of a new session's directory.
  static let sessionDirectory = SyncName("session-directory")
}
