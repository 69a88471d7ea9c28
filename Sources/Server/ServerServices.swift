public import API
public import Diagnostics
public import Platform
public import Sessions

/// What the routes answer from.
public struct ServerServices: Sendable {
  /// Sessions.
  public var sessions: any SessionService
  /// Workspaces.
  public var workspaces: any WorkspaceService
  /// The state of the runtime.
  public var status: any StatusSource
  /// The providers of agents.
  public var providers: any ProviderSource
  /// Takes secrets out of everything that is answered.
  public var redactor: Redactor
  /// The time for ages and leases.
  public var clock: any Clock
  /// The lines of the log as they are written.
  public var log = LogFeed()
  /// Whether requests over TCP are answered: false while the daemon listens beyond this host and nobody has to
  /// identify himself.
  public var allowsTCP = true

  /// Makes services.
  public init(
    sessions: any SessionService, workspaces: any WorkspaceService, status: any StatusSource,
    providers: any ProviderSource, redactor: Redactor = Redactor(), clock: any Clock = SystemClock()
  ) {
    self.sessions = sessions
    self.workspaces = workspaces
    self.status = status
    self.providers = providers
    self.redactor = redactor
    self.clock = clock
  }
}

/// Where the state of the runtime comes from.
public protocol StatusSource: Sendable {
  /// The state as it is now. A part that cannot be collected is missing and named in the diagnostics.
  func status() async -> StatusPayload
}

/// Where the providers of agents come from.
public protocol ProviderSource: Sendable {
  /// All of them, by name, with what is known of their logins without running anything.
  func providers() async throws -> [ProviderPayload]
}
