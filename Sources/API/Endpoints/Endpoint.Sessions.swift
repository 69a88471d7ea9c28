/// Sessions (contract: sessions §19.1). A session lies below its workspace.
extension Endpoint {
  static let session = "/api/workspaces/:workspace_id/sessions/:session_id"

  /// A page of sessions.
  public static let listSessions = Endpoint("GET", "/api/sessions")
  /// Creates a session.
  public static let createSession = Endpoint("POST", "/api/sessions")
  /// One session by its id alone, for who does not know its workspace.
  public static let findSession = Endpoint("GET", "/api/sessions/:session_id")
  /// One session.
  public static let getSession = Endpoint("GET", session)
  /// Ends the agent.
  public static let stopSession = Endpoint("POST", session + "/stop")
  /// Removes everything of a session.
  public static let deleteSession = Endpoint("DELETE", session)
  /// Takes a lease on a live session.
  public static let attachSession = Endpoint("POST", session + "/attach")
  /// Lets a stopped session run again.
  public static let resumeSession = Endpoint("POST", session + "/resume")
  /// Starts a turn and streams it.
  public static let promptSession = Endpoint("POST", session + "/prompt")
  /// Ends the running turn.
  public static let cancelPrompt = Endpoint("POST", session + "/prompt/cancel")
  /// Answers a permission request.
  public static let approveSession = Endpoint("POST", session + "/approve")
  /// Stored events.
  public static let listEvents = Endpoint("GET", session + "/events")
  /// One whole event.
  public static let getEvent = Endpoint("GET", session + "/events/:sequence")
  /// Stored and coming events as a stream.
  public static let streamEvents = Endpoint("GET", session + "/stream")
  /// Stored events by turn.
  public static let getHistory = Endpoint("GET", session + "/history")
  /// What was said and done, as messages.
  public static let getTranscript = Endpoint("GET", session + "/transcript")
  /// The latest messages and markers at a glance.
  public static let getRecap = Endpoint("GET", session + "/recap")
  /// How a session is doing, with what it runs.
  public static let inspectSession = Endpoint("GET", session + "/inspect")
  /// How a session is doing.
  public static let getSessionHealth = Endpoint("GET", session + "/health")
  /// The same, flat.
  public static let getSessionStatus = Endpoint("GET", session + "/status")
  /// Every permission request that waits for a person.
  public static let listPermissions = Endpoint("GET", "/api/permissions")
}
