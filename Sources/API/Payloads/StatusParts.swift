public import JSON

/// The record of a running daemon (contract: operations §6.1), as status, `daemon start` and `daemon status` show it.
public struct DaemonPayload: Payload, Equatable {
  /// Its process.
  public var pid: Int32
  /// When it started.
  public var startedAt: String
  /// Its Unix socket.
  public var socket: String
  /// The host it serves TCP at.
  public var httpHost: String
  /// The port; 0 when TCP is off.
  public var httpPort: Int
  /// The home directory of the user it runs as.
  public var userHome: String
  /// Live sessions; nil when they could not be counted.
  public var activeSessions: Int?
  /// Stored sessions; nil when they could not be counted.
  public var totalSessions: Int?
  /// Its version.
  public var version: String

  /// Makes a record.
  public init(
    pid: Int32, startedAt: String, socket: String, httpHost: String, httpPort: Int, userHome: String,
    activeSessions: Int?, totalSessions: Int?, version: String
  ) {
    self.pid = pid
    self.startedAt = startedAt
    self.socket = socket
    self.httpHost = httpHost
    self.httpPort = httpPort
    self.userHome = userHome
    self.activeSessions = activeSessions
    self.totalSessions = totalSessions
    self.version = version
  }

  /// Writes the record.
  public func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.field("status", "running")
      writer.field("pid", pid)
      writer.field("started_at", startedAt)
      writer.field("socket", socket)
      writer.field("http_host", httpHost)
      writer.field("http_port", httpPort)
      writer.field("user_home_dir", userHome)
      writer.field("active_sessions", activeSessions)
      writer.field("total_sessions", totalSessions)
      writer.field("version", version)
    }
  }
}

/// How the runtime is doing. What could not be measured is nil and left out.
public struct RuntimeHealthPayload: Payload, Equatable {
  /// `ok` or `degraded`.
  public var status: String
  /// The same of what is stored.
  public var persistenceStatus: String
  /// Seconds since the daemon started.
  public var uptimeSeconds: Int64
  /// Live sessions.
  public var activeSessions: Int?
  /// Bytes of the catalog.
  public var catalogBytes: Int64?
  /// Bytes of all journals.
  public var journalBytes: Int64?
  /// Sessions that failed.
  public var failures: FailuresPayload?
  /// The version.
  public var version: String

  /// Makes a health.
  public init(
    status: String, persistenceStatus: String, uptimeSeconds: Int64, activeSessions: Int?, catalogBytes: Int64?,
    journalBytes: Int64?, failures: FailuresPayload?, version: String
  ) {
    self.status = status
    self.persistenceStatus = persistenceStatus
    self.uptimeSeconds = uptimeSeconds
    self.activeSessions = activeSessions
    self.catalogBytes = catalogBytes
    self.journalBytes = journalBytes
    self.failures = failures
    self.version = version
  }

  /// Writes the health.
  public func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.field("status", status)
      writer.field("uptime_seconds", uptimeSeconds)
      writer.field("active_sessions", activeSessions)
      writer.field("active_agents", activeSessions)
      writeSizes(to: &writer)
      writer.key("persistence")
      writer.object { writer in
        writer.field("status", persistenceStatus)
        writeSizes(to: &writer)
      }
      writer.field("retention", raw: Array(Self.absentRetention.utf8))
      writer.field("failures", failures)
      writer.field("bridges", raw: Array(StatusPayload.absentBridges.utf8))
      writer.field("version", version)
    }
  }

  private func writeSizes(to writer: inout JSONWriter) {
    writer.field("global_db_size_bytes", catalogBytes)
    writer.field("session_db_size_bytes", journalBytes)
  }

  private static let absentRetention = """
    {"enabled":false,"retention_days":0,"sweep_interval_seconds":86400,"last_sweep_status":"disabled",\
    "deleted_event_summaries":0,"deleted_token_stats":0,"deleted_permission_log_rows":0}
    """
}

/// The configuration in effect, and whether it is still what the file says.
public struct ConfigPayload: Payload, Equatable {
  /// The home.
  public var home: String
  /// The file.
  public var file: String
  /// What is wrong with the file now; nil when it is valid.
  public var validationError: String?
  /// Whether the file asks for something that needs a restart.
  public var restartRequired: Bool
  /// `current`, `pending` or `invalid`.
  public var applyState: String

  /// Makes a configuration state.
  public init(home: String, file: String, validationError: String?, restartRequired: Bool, applyState: String) {
    self.home = home
    self.file = file
    self.validationError = validationError
    self.restartRequired = restartRequired
    self.applyState = applyState
  }

  /// Writes the configuration state.
  public func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.field("status", validationError == nil ? "ok" : "error")
      writer.field("validated", validationError == nil)
      writer.field("validation_error", validationError)
      writer.field("home_dir", home)
      writer.field("config_file", file)
      writer.field("restart_required", restartRequired)
      writer.field("apply_state", applyState)
    }
  }
}
