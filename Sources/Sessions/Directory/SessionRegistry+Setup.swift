import AgentProcess
public import Catalog
public import Configuration
public import Diagnostics
public import Home
public import Platform
public import Providers
import ShimProtocol

extension SessionRegistry {
  /// What a daemon makes its registry of.
  public struct Setup: Sendable {
    /// The home that is served.
    public var home: HomeDirectory
    /// The home's id and the generation of this daemon.
    public var identity: HomeIdentity
    /// The boot that the machine is in.
    public var bootID: String
    /// Which build this is; shims say theirs.
    public var buildID: String
    /// The path of `agh-shim`.
    public var shim: String
    /// The catalog, open.
    public var catalog: Catalog
    /// Plans what agents run.
    public var launches: LaunchPlanner
    /// The limits and the permission mode in force.
    public var configuration: Configuration
    /// Threads for work that blocks.
    public var pool: BlockingPool
    /// Masks secrets; learns the credentials of agents.
    public var redactor: Redactor
    /// What the redactor masks.
    public var secrets: SecretRegistry
    /// The clocks.
    public var clock: any Clock
    /// Where ids come from.
    public var random: any RandomSource
    /// Where what needs an operator's attention is written down.
    public var logger: Logger

    /// Makes a setup.
    public init(
      home: HomeDirectory, identity: HomeIdentity, bootID: String, buildID: String, shim: String, catalog: Catalog,
      launches: LaunchPlanner, configuration: Configuration, pool: BlockingPool, redactor: Redactor,
      secrets: SecretRegistry, clock: any Clock = SystemClock(), random: any RandomSource = SystemRandom(),
      logger: Logger = .silent
    ) {
      self.home = home
      self.identity = identity
      self.bootID = bootID
      self.buildID = buildID
      self.shim = shim
      self.catalog = catalog
      self.launches = launches
      self.configuration = configuration
      self.pool = pool
      self.redactor = redactor
      self.secrets = secrets
      self.clock = clock
      self.random = random
      self.logger = logger
    }
  }

  /// The registry of a daemon. No session is live until `adopt`.
  public init(_ setup: Setup) {
    let configuration = setup.configuration
    let workspaces = Workspaces(catalog: setup.catalog, pool: setup.pool, clock: setup.clock, random: setup.random)
    let planner = SessionPlanner(
      launches: setup.launches, workspaces: workspaces,
      permissionMode: PermissionMode(rawValue: configuration.permissions.mode.rawValue) ?? .approveReads,
      clock: setup.clock, random: setup.random, pool: setup.pool, secrets: setup.secrets)
    let host = ShimHost(
      home: setup.home,
      fence: HomeFence(setup.identity, of: setup.home), build: setup.buildID,
      bootID: setup.bootID, clock: setup.clock, launcher: ShimLauncher(executable: setup.shim),
      limits: Launch.Limits(
        spoolBytes: UInt64(configuration.limits.spoolBytes),
        detachedMilliseconds: UInt64(clamping: configuration.daemon.detachedLimit.components.seconds * 1000),
        ownStop: ClientFrame.Stop(inputGrace: 5000, terminationGrace: 250)),
      acceptsOtherBuilds: !Self.isDebugBuild)
    var limits = SessionLimits()
    limits.startTimeout = configuration.session.startTimeout
    let supervision = configuration.session.supervision
    limits.cancelGrace = supervision.cancelGrace
    limits.supervision = TurnSupervision.Limits(
      progressEvery: supervision.progressEvery, warningAfter: supervision.warningAfter,
      timeoutAfter: supervision.inactivityTimeout, deadline: supervision.promptDeadline)
    limits.permissionTimeout = configuration.permissions.requestTimeout
    self.init(
      world: SessionWorld(
        home: setup.home, homeID: setup.identity.homeID, bootID: setup.bootID, clock: setup.clock,
        random: setup.random, pool: setup.pool, host: host, planner: planner,
        catalog: CatalogSessions(
          catalog: setup.catalog, home: setup.home, pool: setup.pool, redactor: setup.redactor),
        deleted: DeletedSessions(setup.home),
        terminalEnvironment: { planner.terminalEnvironment($0) }, limit: configuration.limits.maxConcurrentAgents,
        sessionLimits: limits, logger: setup.logger))
  }

  /// In tests daemon and shim are always built together; elsewhere a shim of an earlier build is attached to.
  private static var isDebugBuild: Bool {
    #if DEBUG
      true
    #else
      false
    #endif
  }
}
