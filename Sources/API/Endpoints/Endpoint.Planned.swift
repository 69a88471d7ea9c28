/// Operations of the contract in the areas above that have no code yet: they are known, and say so.
extension Endpoint {
  /// Method and path of each.
  public static let planned: [Endpoint] = [
    Endpoint("POST", session + "/clear"),
    Endpoint("POST", session + "/repair"),
    Endpoint("POST", session + "/interrupt"),
    Endpoint("POST", session + "/steer"),
    Endpoint("DELETE", session + "/prompt/queue/:queue_entry_id"),
    Endpoint("GET", session + "/tools"),
    Endpoint("POST", session + "/tools/search"),
    Endpoint("POST", session + "/soul/refresh"),
    Endpoint("PATCH", "/api/workspaces/:workspace_id"),
    Endpoint("DELETE", "/api/workspaces/:workspace_id"),
  ]
}
