public import TextFormats

/// The configuration of a home: every key that has an effect, with its value from the file or its default.
public struct Configuration: Sendable {
  /// `[daemon]`
  public struct Daemon: Sendable, Equatable {
    /// The Unix socket, absolute.
    public var socket: String
    /// How long a stop of the daemon may take.
    public var shutdownTimeout: Duration
    /// How long a shim goes on while nobody is attached to it.
    public var detachedLimit: Duration
  }

  /// `[http]`
  public struct HTTP: Sendable, Equatable {
    /// Whether there is a TCP listener.
    public var isEnabled: Bool
    /// A name or an address; "localhost" stands for both loopback addresses.
    public var host: String
    /// From 1 to 65535.
    public var port: Int
    /// What may stand in a Host header besides the address itself.
    public var allowedHosts: [String]
  }

  /// `[defaults]`
  public struct Defaults: Sendable, Equatable {
    /// The agent of sessions that name none.
    public var agent: String
    /// The provider of sessions that name none.
    public var provider: String?
  }

  /// `[limits]`
  public struct Limits: Sendable, Equatable {
    /// How many agents may be live at once.
    public var maxConcurrentAgents: Int
    /// How many unacknowledged bytes of one agent's output are kept; at least 64 MiB.
    public var spoolBytes: Int
  }

  /// `[session]`
  public struct Session: Sendable, Equatable {
    /// How long a start may take until the agent is ready.
    public var startTimeout: Duration
    /// `[session.supervision]`
    public var supervision: Supervision
  }

  /// `[session.supervision]`: how running turns are watched.
  public struct Supervision: Sendable, Equatable {
    /// How often a turn that takes long is reported as still running; nil is never.
    public var progressEvery: Duration?
    /// How long an agent may be silent in a turn until people are warned; nil is for ever.
    public var warningAfter: Duration?
    /// How long an agent may be silent in a turn until the turn is cancelled; nil is for ever.
    public var inactivityTimeout: Duration?
    /// How long a turn may take; nil is for ever.
    public var promptDeadline: Duration?
    /// How long an agent may take to end a cancelled turn.
    public var cancelGrace: Duration

    init(settings: Settings) {
      progressEvery = settings[SessionSection.progressEvery].unlessZero.map {
        max($0, settings[SessionSection.progressAtMostEvery])
      }
      warningAfter = settings[SessionSection.warningAfter].unlessZero
      inactivityTimeout = settings[SessionSection.inactivityTimeout].unlessZero
      promptDeadline = settings[SessionSection.promptDeadline].unlessZero
      cancelGrace = settings[SessionSection.cancelGrace]
    }
  }

  /// `[permissions]`
  public struct Permissions: Sendable, Equatable {
    /// What agents may do without asking.
    public var mode: PermissionMode
    /// How long a request waits for a person; nil is for ever.
    public var requestTimeout: Duration?
  }

  /// `[log]`
  public struct Log: Sendable, Equatable {
    /// `debug`, `info`, `warn` or `error`.
    public var level: String
    /// How large the file may become, in bytes.
    public var maxBytes: Int
    /// How many former files are kept; nil keeps all.
    public var maxBackups: Int?
    /// How long former files are kept; nil keeps them for ever.
    public var maxAge: Duration?
    /// Whether former files are gzipped.
    public var compressBackups: Bool
  }

  /// `[daemon]`
  public var daemon: Daemon
  /// `[http]`
  public var http: HTTP
  /// `[defaults]`
  public var defaults: Defaults
  /// `[limits]`
  public var limits: Limits
  /// `[session]`
  public var session: Session
  /// `[permissions]`
  public var permissions: Permissions
  /// `[log]`
  public var log: Log
  /// `[providers.<id>]`, in the order of the file.
  public var providers: [ProviderSettings]
  /// The file it was read from; it need not exist.
  public var file: String
  /// Parts of the file that do nothing in this version.
  public var notices: [ConfigurationNotice]
  /// Every key with its value.
  public let settings: Settings
}

extension Configuration {
  /// The value of the key with that dotted path; nil when it is neither set nor has a default.
  public func value(of key: String) -> SettingValue? { settings[key] }

  /// Where a key, or the table of that path, stands in the file; nil when it does not.
  public func position(of key: String) -> TextPosition? { settings.position(of: key) }

  /// The dotted path of a provider's table.
  public func path(ofProvider name: String) -> String { SettingPath.child(of: "providers", name) }

  init(settings: Settings, file: String, notices: [ConfigurationNotice]) {
    daemon = Daemon(
      socket: settings[DaemonSection.socket], shutdownTimeout: settings[DaemonSection.shutdownTimeout],
      detachedLimit: settings[DaemonSection.detachedLimit])
    http = HTTP(
      isEnabled: settings[HTTPSection.enabled], host: settings[HTTPSection.host], port: settings[HTTPSection.port],
      allowedHosts: settings[HTTPSection.allowedHosts])
    let provider = settings[DefaultsSection.provider]
    defaults = Defaults(
      agent: settings.value("defaults.agent") ?? "general", provider: provider.isEmpty ? nil : provider)
    limits = Limits(
      maxConcurrentAgents: settings[LimitsSection.maxConcurrentAgents],
      spoolBytes: settings[LimitsSection.spoolBytes])
    session = Session(
      startTimeout: settings[SessionSection.startTimeout],
      supervision: Supervision(settings: settings))
    permissions = Permissions(
      mode: PermissionMode(rawValue: settings[PermissionsSection.mode]) ?? .approveAll,
      requestTimeout: settings[PermissionsSection.requestTimeout].unlessZero)
    let (backups, days) = (settings[LogSection.maxBackups], settings[LogSection.maxAgeDays])
    log = Log(
      level: settings[LogSection.level], maxBytes: settings[LogSection.maxSizeMB] << 20,
      maxBackups: backups == 0 ? nil : backups, maxAge: days == 0 ? nil : .seconds(86_400 * days),
      compressBackups: settings[LogSection.compressBackups])
    providers = (settings.named["providers"] ?? []).map { ProviderSettings(name: $0.name, settings: settings) }
    self.file = file
    self.notices = notices
    self.settings = settings
  }
}

extension Duration {
  /// Zero switches a limit off.
  fileprivate var unlessZero: Duration? { self == .zero ? nil : self }
}
