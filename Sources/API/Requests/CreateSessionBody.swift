public import Diagnostics

/// The body of `createSession`.
public struct CreateSessionBody: Sendable, Equatable {
  /// The agent's name; nil means the default.
  public var agentName: String?
  /// The provider; nil means the default.
  public var provider: String?
  /// The model; needs a provider.
  public var model: String?
  /// How hard the model thinks; needs a provider.
  public var reasoningEffort: String?
  /// A name for people.
  public var name: String?
  /// A registered workspace by id, name or path. Exactly one of this and `workspacePath` is set.
  public var workspace: String?
  /// An absolute directory.
  public var workspacePath: String?

  /// The efforts that can be asked for.
  public static let efforts = ["minimal", "low", "medium", "high", "xhigh"]

  /// Reads and checks a body.
  ///
  /// - Throws: `invalid_json`, `invalid_request`, `not_supported_yet`.
  public init(_ bytes: [UInt8]) throws(AghError) {
    let body = try BodyReader(bytes)
    agentName = try body.text("agent_name")
    provider = try body.text("provider")
    model = try body.text("model")
    reasoningEffort = try body.text("reasoning_effort")
    name = try body.text("name")
    workspace = try body.text("workspace")
    workspacePath = try body.text("workspace_path")
    try body.refuse("channel")
    try checkPlace()
    try checkRuntime()
  }

  private func checkPlace() throws(AghError) {
    switch (workspace, workspacePath) {
    case (nil, nil): throw AghError(.invalidRequest, "workspace or workspace_path is required")
    case (.some, .some): throw AghError(.invalidRequest, "workspace and workspace_path are mutually exclusive")
    case (nil, let path?) where !path.hasPrefix("/"):
      throw AghError(.invalidRequest, "workspace_path must be an absolute path")
    default: break
    }
  }

  private func checkRuntime() throws(AghError) {
    if let effort = reasoningEffort, !Self.efforts.contains(effort) {
      throw AghError(
        .invalidRequest, "reasoning_effort must be one of \(Self.efforts.joined(separator: ", "))")
    }
    guard provider == nil else { return }
    if model != nil { throw AghError(.invalidRequest, "provider is required when model is set") }
    if reasoningEffort != nil {
      throw AghError(.invalidRequest, "provider is required when reasoning_effort is set")
    }
  }
}
