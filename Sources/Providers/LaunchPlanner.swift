public import Diagnostics
public import Home
import Platform

/// Turns a request for a session into a plan. Every mistake of the request is found here, before anything is made.
public struct LaunchPlanner: Sendable {
  private let registry: ProviderRegistry
  private let defaultAgent: String
  private let defaultProvider: String?
  /// The home whose sessions are planned.
  public let home: HomeDirectory
  let environment: [String: String]
  private let executable: String

  /// Makes a planner.
  ///
  /// - Parameters:
  ///   - environment: the daemon's own, as the operator gave it.
  ///   - executable: the absolute path of `agh`.
  public init(
    registry: ProviderRegistry, defaultAgent: String, defaultProvider: String?, home: HomeDirectory,
    environment: [String: String], executable: String
  ) {
    self.registry = registry
    self.defaultAgent = defaultAgent
    self.defaultProvider = defaultProvider
    self.home = home
    self.environment = environment
    self.executable = executable
  }

  /// The plan for a request. Looks at files, so it blocks.
  ///
  /// - Throws: `unknown_agent`, `unknown_provider`, `provider_required`, `invalid_request`, `working_directory_missing`,
  ///   `agent_command_not_found`, `agent_command_not_executable`, `provider_credential_unresolved` or
  ///   `not_supported_yet`.
  public func plan(_ request: LaunchRequest) throws(AghError) -> LaunchPlan {
    let agent = try resolveAgent(request)
    let provider = try resolveProvider(request)
    try checkDirectory(request.directory)
    let credentials = try CredentialResolver.resolve(provider, environment: environment)
    let model = (request.model ?? provider.defaultModel).map(provider.model(named:))
    let base = baseEnvironment(for: provider, in: request.directory)
    var own = base
    for credential in credentials { own.set(credential.variable, credential.value) }
    for (name, value) in sessionVariables(request, agent, provider, model) { own.set(name, value) }
    let program = try CommandLookup.find(
      provider.command.first ?? "", path: own.variables["PATH"] ?? "", directory: request.directory)
    return LaunchPlan(
      agent: agent, provider: provider.name, model: model, reasoningEffort: request.reasoningEffort,
      command: [program] + provider.command.dropFirst(), directory: request.directory, environment: own.entries,
      terminalEnvironment: base.entries, droppedVariables: own.dropped, secrets: credentials.map(\.value),
      directories: provider.homePolicy == .isolated ? IsolatedHome(provider, in: home).directories : [])
  }

  // MARK: - Resolution

  private func resolveAgent(_ request: LaunchRequest) throws(AghError) -> String {
    let name = request.agent.flatMap { $0.isEmpty ? nil : $0 } ?? defaultAgent
    guard name == "general" else {
      throw AghError(.unknownAgent, "unknown agent \"\(name)\": there is only \"general\"")
    }
    return name
  }

  private func resolveProvider(_ request: LaunchRequest) throws(AghError) -> Provider {
    let asked = request.provider.flatMap { $0.isEmpty ? nil : $0 }
    if asked == nil, request.model != nil || request.reasoningEffort != nil {
      throw AghError(.invalidRequest, "a provider is required when a model or an effort is set")
    }
    if let effort = request.reasoningEffort, !Self.efforts.contains(effort) {
      throw AghError(
        .invalidRequest, "reasoning_effort must be one of \(Self.efforts.joined(separator: ", ")), not \"\(effort)\"")
    }
    guard let name = asked ?? defaultProvider else {
      throw AghError(.providerRequired, "no provider is named, and none is configured as the default")
    }
    guard let provider = registry.provider(named: name) else {
      let hint = registry.nearestName(name).map { ": did you mean \"\($0)\"?" } ?? ""
      throw AghError(.unknownProvider, "unknown provider \"\(name)\"\(hint)")
    }
    if provider.harness == .piACP, provider.authMode == .boundSecret {
      throw AghError(
        .notSupportedYet, "the provider \(provider.name) needs Pi's runtime files, which are not supported yet",
        next: "use another provider")
    }
    return provider
  }

  private static let efforts = ["minimal", "low", "medium", "high", "xhigh"]

  private func checkDirectory(_ directory: String) throws(AghError) {
    guard directory.hasPrefix("/"), (try? FileStatus.of(directory))?.kind == .directory else {
      throw AghError(.workingDirectoryMissing, "the working directory \(directory) does not exist")
    }
  }

  // MARK: - Environment

  private func baseEnvironment(for provider: Provider, in directory: String) -> AgentEnvironment {
    let others = registry.all.filter { $0.name != provider.name }
    let foreign = Set(others.flatMap(\.credentialSlots).compactMap(CredentialResolver.variable(of:)))
    let shared = Set(provider.credentialSlots.compactMap(CredentialResolver.variable(of:)))
    var result = AgentEnvironment(of: environment, for: provider, foreign: foreign.subtracting(shared))
    result.set("AGH_HOME", home.path)
    result.set("PATH", agentPath)
    result.set("PWD", directory)
    if provider.homePolicy == .isolated {
      for (name, value) in IsolatedHome(provider, in: home).variables { result.set(name, value) }
    }
    return result
  }

  /// Where agents find programs: first the commands of agh itself.
  var agentPath: String {
    let binaries = AbsolutePath.parent(of: executable)
    return environment["PATH"].map { "\(binaries):\($0)" } ?? binaries
  }

  /// What tells the agent who it is (contract: sessions §14.3).
  private func sessionVariables(
    _ request: LaunchRequest, _ agent: String, _ provider: Provider, _ model: String?
  ) -> [(String, String)] {
    var variables = [
      ("AGH_SESSION_ID", request.session.text), ("AGH_AGENT", agent), ("AGH_AGENT_NAME", agent),
      ("AGH_PROVIDER", provider.name), ("AGH_PROVIDER_HARNESS", provider.harness.rawValue),
      ("AGH_PROVIDER_AUTH_MODE", provider.authMode.rawValue),
      ("AGH_PROVIDER_ENV_POLICY", provider.environmentPolicy.rawValue),
      ("AGH_PROVIDER_HOME_POLICY", provider.homePolicy.rawValue), ("AGH_MODEL", model ?? ""), ("AGH_BIN", executable),
    ]
    if let effort = request.reasoningEffort { variables.append(("AGH_REASONING_EFFORT", effort)) }
    let runtime = provider.runtimeProvider ?? provider.name
    if provider.harness == .acp, ["claude", "anthropic"].contains(runtime), let model {
      variables.append(("ANTHROPIC_MODEL", model))
    }
    return variables
  }
}
