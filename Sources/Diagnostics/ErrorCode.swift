/// Every failure that a person or a program can be told about, once.
///
/// The raw value is the stable `code` on the wire and never changes its meaning. A case is added here together with
/// its traits below and a test that produces it.
public enum ErrorCode: String, Sendable, CaseIterable {
  // Requests.
  case usage
  case invalidRequest = "invalid_request"
  case invalidJSON = "invalid_json"
  case bodyTooLarge = "body_too_large"
  case unsupportedMediaType = "unsupported_media_type"
  case routeNotFound = "route_not_found"
  case methodNotAllowed = "method_not_allowed"
  case hostNotAllowed = "host_not_allowed"
  case originNotAllowed = "origin_not_allowed"
  case peerNotAllowed = "peer_not_allowed"
  case remoteAccessDisabled = "remote_access_disabled"
  case idempotencyConflict = "idempotency_conflict"
  case notSupportedYet = "not_supported_yet"
  case internalError = "internal_error"

  // Agents, providers, workspaces.
  case unknownAgent = "unknown_agent"
  case unknownProvider = "unknown_provider"
  case providerRequired = "provider_required"
  case providerCredentialUnresolved = "provider_credential_unresolved"
  case workspaceNotFound = "workspace_not_found"
  case workspaceConflict = "workspace_conflict"
  case workingDirectoryMissing = "working_directory_missing"
  case agentCommandNotFound = "agent_command_not_found"
  case agentCommandNotExecutable = "agent_command_not_executable"
  case agentExitedAtStart = "agent_exited_at_start"
  case agentStartTimeout = "agent_start_timeout"
  case agentProtocolVersion = "agent_protocol_version"
  case agentProtocolError = "agent_protocol_error"
  case agentAuthRequired = "agent_auth_required"
  case agentStartFailed = "agent_start_failed"
  case shimMissing = "shim_missing"
  case shimBuildMismatch = "shim_build_mismatch"
  case shimProtocolError = "shim_protocol_error"
  case shimUnreachable = "shim_unreachable"

  // Sessions.
  case sessionNotFound = "session_not_found"
  case eventNotFound = "event_not_found"
  case sessionNotActive = "session_not_active"
  case sessionNotAttachable = "session_not_attachable"
  case sessionLimitReached = "session_limit_reached"
  case promptInProgress = "prompt_in_progress"
  case turnFailed = "turn_failed"
  case permissionNotFound = "permission_not_found"
  case permissionAmbiguous = "permission_ambiguous"
  case permissionEnded = "permission_ended"
  case invalidDecision = "invalid_decision"
  case journalBusy = "journal_busy"
  case journalOverloaded = "journal_overloaded"
  case journalFailed = "journal_failed"
  case journalCorrupt = "journal_corrupt"
  case spoolBlocked = "spool_blocked"
  case spoolDamaged = "spool_damaged"
  case projectionFailed = "projection_failed"
  case runUnreadable = "run_unreadable"
  case catalogUnavailable = "catalog_unavailable"

  // The home and what is in it.
  case homeUnresolved = "home_unresolved"
  case homeReadOnly = "home_read_only"
  case homeFull = "home_full"
  case homeNotOurs = "home_not_ours"
  case homeWritableByOthers = "home_writable_by_others"
  case homeUnusable = "home_unusable"
  case configInvalid = "config_invalid"
  case configUnreadable = "config_unreadable"

  // The daemon.
  case daemonUnavailable = "daemon_unavailable"
  case daemonAlreadyRunning = "daemon_already_running"
  case daemonNotRunning = "daemon_not_running"
  case daemonStopping = "daemon_stopping"
  case daemonStartFailed = "daemon_start_failed"
  case daemonStartTimeout = "daemon_start_timeout"
  case daemonStopTimeout = "daemon_stop_timeout"
  case descriptorLimitTooLow = "descriptor_limit_too_low"
  case portInUse = "port_in_use"
  case listenFailed = "listen_failed"
  case socketPathTooLong = "socket_path_too_long"
  case socketPathOccupied = "socket_path_occupied"
  case socketDirectoryNotOurs = "socket_directory_not_ours"
}

extension ErrorCode {
  /// What goes with a code wherever it appears.
  struct Traits {
    var http: Int
    var exit = ExitStatus.failure
    /// A command to type, or one short sentence.
    var next: String
  }

  /// The status of an HTTP answer with this code.
  public var httpStatus: Int { traits.http }

  /// The status of a command that fails with this code.
  public var exitStatus: ExitStatus { traits.exit }

  /// What to do about it when the error itself knows nothing better: a command to type, or one short sentence.
  public var defaultNext: String { traits.next }

  var traits: Traits {
    switch self {
    case .usage: Traits(http: 400, next: "agh --help")
    case .invalidRequest: Traits(http: 400, next: "correct the request and send it again")
    case .invalidJSON: Traits(http: 400, next: "send one JSON object of the documented form")
    case .bodyTooLarge: Traits(http: 413, next: "send less at once, or put the text in a file of the workspace")
    case .unsupportedMediaType: Traits(http: 415, next: "send the header Content-Type: application/json")
    case .routeNotFound: Traits(http: 404, next: "look up the path in the API reference")
    case .methodNotAllowed: Traits(http: 405, next: "use one of the methods in the Allow header")
    case .hostNotAllowed:
      Traits(http: 421, next: "use the address in [http].host, or add the name to [http].allowed_hosts")
    case .originNotAllowed: Traits(http: 403, next: "open the page from the daemon's own address")
    case .peerNotAllowed: Traits(http: 403, next: "run the command as the user who runs the daemon")
    case .remoteAccessDisabled: Traits(http: 403, next: "set [http].host to \"localhost\", or use the Unix socket")
    case .idempotencyConflict: Traits(http: 409, next: "use a new Idempotency-Key for a different request")
    case .notSupportedYet: Traits(http: 501, next: "leave it out")
    case .internalError: Traits(http: 500, next: "see logs/agh.log in the home for the cause")

    case .unknownAgent: Traits(http: 400, next: "agh session new --agent general")
    case .unknownProvider: Traits(http: 400, next: "name a built-in provider or add it to config.toml")
    case .providerRequired:
      Traits(http: 400, next: "set [defaults].provider in config.toml, or try agh session new --provider rehearsal")
    case .providerCredentialUnresolved: Traits(http: 422, next: "set the variable where the daemon is started")
    case .workspaceNotFound: Traits(http: 404, next: "agh workspace list")
    case .workspaceConflict: Traits(http: 409, next: "agh workspace list")
    case .workingDirectoryMissing: Traits(http: 410, next: "create the directory, or register another one")
    case .agentCommandNotFound: Traits(http: 422, next: "install the agent, or correct its command in config.toml")
    case .agentCommandNotExecutable: Traits(http: 422, next: "make the file executable, or correct the command")
    case .agentExitedAtStart: Traits(http: 502, next: "run the agent's command by hand to see why it ends")
    case .agentStartTimeout: Traits(http: 504, next: "raise [session.limits].start_timeout, or check the command")
    case .agentProtocolVersion: Traits(http: 502, next: "install a version of the agent that speaks ACP version 1")
    case .agentProtocolError: Traits(http: 502, next: "check that the command starts the agent in ACP mode")
    case .agentAuthRequired: Traits(http: 422, next: "log in with the agent's own command, as the daemon's user")
    case .agentStartFailed: Traits(http: 502, next: "see logs/agh.log in the home for the cause")
    case .shimMissing: Traits(http: 500, next: "install agh-shim beside agh, or in libexec/agh")
    case .shimBuildMismatch: Traits(http: 500, next: "install agh and agh-shim from the same build")
    case .shimUnreachable: Traits(http: 503, next: "agh session stop")
    case .shimProtocolError: Traits(http: 500, next: "stop and resume the session, with agh and agh-shim of one build")

    case .sessionNotFound: Traits(http: 404, next: "agh session list --all")
    case .eventNotFound: Traits(http: 404, next: "agh session events")
    case .sessionNotActive: Traits(http: 400, next: "agh session resume")
    case .sessionNotAttachable: Traits(http: 409, next: "agh session resume")
    case .sessionLimitReached:
      Traits(http: 429, next: "stop a session, or raise [limits].max_concurrent_agents")
    case .promptInProgress: Traits(http: 409, next: "wait for the turn to end, or cancel it")
    case .turnFailed: Traits(http: 502, next: "agh session events")
    case .permissionNotFound: Traits(http: 409, next: "look at the session's events for the request's id")
    case .permissionAmbiguous: Traits(http: 409, next: "name the request by its request_id")
    case .permissionEnded: Traits(http: 409, next: "nothing is to be done: the agent no longer waits")
    case .invalidDecision:
      Traits(http: 400, next: "answer one of allow-once, allow-always, reject-once, reject-always")
    case .journalBusy: Traits(http: 503, next: "close other programs that have the session's events.db open")
    case .journalOverloaded: Traits(http: 503, next: "try again in a moment, and ask for fewer events at once")
    case .journalFailed: Traits(http: 503, next: "check the disk, then stop and resume the session")
    case .journalCorrupt: Traits(http: 503, next: "restore the session from a backup")
    case .spoolBlocked: Traits(http: 503, next: "check the file system below run/ in the home; the agent waits for it")
    case .spoolDamaged: Traits(http: 503, next: "agh session resume")
    case .projectionFailed: Traits(http: 503, next: "check agh.db and sessions/ in the home; nothing is lost")
    case .runUnreadable: Traits(http: 503, next: "check the session's directory below run/ in the home")
    case .catalogUnavailable: Traits(http: 503, next: "restart the daemon: agh daemon restart")

    case .homeUnresolved: Traits(http: 500, next: "set AGH_HOME to an absolute path")
    case .homeReadOnly: Traits(http: 500, next: "make the home writable, or set AGH_HOME to another directory")
    case .homeFull: Traits(http: 507, next: "free space on the file system of the home")
    case .homeNotOurs: Traits(http: 500, next: "run agh as the owner of the home, or set AGH_HOME to your own")
    case .homeWritableByOthers: Traits(http: 500, next: "chmod go-w on the home")
    case .homeUnusable: Traits(http: 500, next: "set AGH_HOME to a directory of your own")
    case .configInvalid: Traits(http: 400, next: "correct config.toml")
    case .configUnreadable: Traits(http: 500, next: "make config.toml readable for the daemon's user")

    case .daemonUnavailable: Traits(http: 503, exit: .unavailable, next: "agh daemon start")
    case .daemonAlreadyRunning: Traits(http: 409, next: "agh daemon restart")
    case .daemonNotRunning: Traits(http: 503, next: "agh daemon start")
    case .daemonStopping: Traits(http: 503, next: "try again when the daemon has started again")
    case .daemonStartFailed: Traits(http: 500, next: "see logs/agh.log in the home for the cause")
    case .daemonStartTimeout: Traits(http: 500, next: "see logs/agh.log in the home for the cause")
    case .daemonStopTimeout: Traits(http: 500, next: "agh daemon start --replace")
    case .descriptorLimitTooLow:
      Traits(http: 500, next: "raise the limit of open files: ulimit -n 4096, or LimitNOFILE= in the unit")
    case .portInUse: Traits(http: 500, next: "set [http].port to a free port, or [http].enabled = false")
    case .listenFailed: Traits(http: 500, next: "correct [http].host and [http].port")
    case .socketPathTooLong: Traits(http: 500, next: "set [daemon].socket to a shorter path")
    case .socketPathOccupied: Traits(http: 500, next: "move the file away, or set [daemon].socket to another path")
    case .socketDirectoryNotOurs: Traits(http: 500, next: "set [daemon].socket to a path in a directory of your own")
    }
  }
}
