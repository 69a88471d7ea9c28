import Configuration
import Diagnostics
import Home
import Platform
import Providers

/// Plans sessions: workspace, agent, provider and environment are settled before anything is made.
struct SessionPlanner: SessionPlanning {
  let launches: LaunchPlanner
  let workspaces: Workspaces
  let permissionMode: PermissionMode
  let clock: any Clock
  let random: any RandomSource
  let pool: BlockingPool
  let secrets: SecretRegistry

  func plan(_ request: NewSession, id: SessionID) async throws -> (creation: Creation, launch: AgentLaunch) {
    let workspace = try await workspace(of: request)
    var launch = LaunchRequest(
      session: id, agent: request.agentName ?? workspace.defaultAgent, provider: request.provider,
      model: request.model, reasoningEffort: request.reasoningEffort, directory: workspace.root)
    // Asking for a model without naming a provider means the default one's.
    if request.provider == nil, request.model == nil { launch.provider = nil }
    let plan = try await planned(launch)
    let creation = Creation(
      id: id.text, name: request.name, agent: plan.agent, provider: plan.provider, model: plan.model,
      reasoningEffort: plan.reasoningEffort, workspace: workspace.id.text, root: workspace.root,
      additional: workspace.additional, permissionMode: permissionMode, command: plan.command,
      createdAt: clock.now().nanoseconds)
    return (creation, self.launch(plan))
  }

  func plan(again creation: Creation) async throws -> AgentLaunch {
    guard let id = SessionID(creation.id) else { throw SessionErrors.notFound(creation.id) }
    return launch(try await planned(Self.request(creation, id)))
  }

  /// The environment of terminals; empty when the provider is gone, so that nothing is given that was not meant.
  func terminalEnvironment(_ creation: Creation) -> [String] {
    guard let id = SessionID(creation.id), let plan = try? launches.plan(Self.request(creation, id)) else { return [] }
    return plan.terminalEnvironment
  }

  private static func request(_ creation: Creation, _ id: SessionID) -> LaunchRequest {
    LaunchRequest(
      session: id, agent: creation.agent, provider: creation.provider, model: creation.model,
      reasoningEffort: creation.reasoningEffort, directory: creation.root)
  }

  private func workspace(of request: NewSession) async throws -> WorkspaceRecord {
    switch (request.workspace, request.workspacePath) {
    case (let reference?, nil): return try await workspaces.lookup(reference)
    case (nil, let path?): return try await workspaces.resolve(path: path).record
    case (nil, nil):
      throw AghError(.invalidRequest, "workspace or workspace_path is required", next: "name one of them")
    case (_?, _?):
      throw AghError(.invalidRequest, "workspace and workspace_path are mutually exclusive", next: "name one of them")
    }
  }

  private func planned(_ request: LaunchRequest) async throws -> LaunchPlan {
    let launches = launches
    let plan = try await pool.run {
      let plan = try launches.plan(request)
      try plan.makeDirectories(in: launches.home)
      return plan
    }
    for secret in plan.secrets { secrets.add(secret) }
    return plan
  }

  private func launch(_ plan: LaunchPlan) -> AgentLaunch {
    AgentLaunch(
      command: plan.command, directory: plan.directory, environment: plan.environment, dropped: plan.droppedVariables,
      marker: Hex.encode(random.bytes(8)))
  }
}
