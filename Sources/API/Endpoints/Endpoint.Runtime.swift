/// Workspaces (contract: content §1.5) and the state of the runtime (operations §8).
extension Endpoint {
  /// All registered workspaces.
  public static let listWorkspaces = Endpoint("GET", "/api/workspaces")
  /// Registers a directory.
  public static let createWorkspace = Endpoint("POST", "/api/workspaces")
  /// One workspace by id, name or encoded path, with its sessions.
  public static let getWorkspace = Endpoint("GET", "/api/workspaces/:workspace_id")
  /// The workspace of a directory, registered when it is new.
  public static let resolveWorkspace = Endpoint("POST", "/api/workspaces/resolve")
  /// The state of the runtime.
  public static let getStatus = Endpoint("GET", "/api/status")
  /// The lines of the log from now on, as a stream.
  public static let followLog = Endpoint("GET", "/api/settings/observability/log-tail")
  /// The providers of agents.
  public static let listProviders = Endpoint("GET", "/api/providers")
}
