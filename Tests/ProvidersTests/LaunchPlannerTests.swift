import CSystem
import Diagnostics
import Home
import Platform
import Providers
import Testing

@Suite struct LaunchPlannerTests {
  private let directory: TemporaryDirectory
  private let program: String

  init() throws {
    directory = try TemporaryDirectory()
    program = try directory.file("agent", mode: 0o755)
  }

  private func planner(
    _ text: String = "", provider: String? = nil, environment: [String: String] = [:]
  ) throws -> LaunchPlanner {
    LaunchPlanner(
      registry: try registry("[providers.mine]\ncommand = '\(program) --acp'\nauth_mode = 'none'\n" + text),
      defaultAgent: "general", defaultProvider: provider, home: HomeDirectory(path: directory.path + "/home"),
      environment: ["PATH": "/usr/bin:/bin"].merging(environment) { $1 }, executable: "/opt/agh/bin/agh")
  }

  private func request(_ provider: String? = "mine") throws -> LaunchRequest {
    LaunchRequest(
      session: try #require(SessionID("sess-0123456789abcdef")), provider: provider, directory: directory.path)
  }

  private func code(_ body: () throws -> LaunchPlan) -> ErrorCode? {
    do {
      _ = try body()
      return nil
    } catch {
      return (error as? AghError)?.code
    }
  }

  @Test func aPlanSaysEverything() throws {
    let plan = try planner(environment: ["FOO": "bar"]).plan(request())
    #expect(plan.agent == "general")
    #expect(plan.provider == "mine")
    #expect(plan.model == nil)
    #expect(plan.command == [program, "--acp"])
    #expect(plan.directory == directory.path)
    #expect(
      plan.environment == [
        "AGH_AGENT=general", "AGH_AGENT_NAME=general", "AGH_BIN=/opt/agh/bin/agh", "AGH_HOME=\(directory.path)/home",
        "AGH_MODEL=", "AGH_PROVIDER=mine", "AGH_PROVIDER_AUTH_MODE=none", "AGH_PROVIDER_ENV_POLICY=filtered",
        "AGH_PROVIDER_HARNESS=acp", "AGH_PROVIDER_HOME_POLICY=operator", "AGH_SESSION_ID=sess-0123456789abcdef",
        "FOO=bar", "PATH=/opt/agh/bin:/usr/bin:/bin", "PWD=\(directory.path)",
      ])
    #expect(
      plan.terminalEnvironment == [
        "AGH_HOME=\(directory.path)/home", "FOO=bar", "PATH=/opt/agh/bin:/usr/bin:/bin", "PWD=\(directory.path)",
      ])
    #expect(plan.droppedVariables.isEmpty && plan.secrets.isEmpty && plan.directories.isEmpty)
  }

  @Test func theDefaultProviderIsTakenWhenNoneIsNamed() throws {
    #expect(try planner(provider: "mine").plan(request(nil)).provider == "mine")
    #expect(try planner(provider: "mine").plan(request("")).provider == "mine")
    let error = #expect(throws: AghError.self) { try planner().plan(request(nil)) }
    #expect(error?.code == .providerRequired)
    #expect(error?.next.contains("--provider rehearsal") == true)
  }

  @Test func modelAndEffortAreForTheProviderThatIsNamed() throws {
    var asked = try request()
    asked.model = "m"
    asked.reasoningEffort = "low"
    let plan = try planner().plan(asked)
    #expect(plan.environment.contains("AGH_MODEL=m"))
    #expect(plan.environment.contains("AGH_REASONING_EFFORT=low"))
    asked.provider = nil
    #expect(code { try planner(provider: "mine").plan(asked) } == .invalidRequest)
    asked = try request()
    asked.reasoningEffort = "most"
    #expect(code { try planner().plan(asked) } == .invalidRequest)
  }

  @Test func claudesModelIsToldItsOwnWay() throws {
    var asked = try request("claude")
    asked.model = "opus"
    let plan = try planner("[providers.claude]\ncommand = '\(program)'\n").plan(asked)
    #expect(plan.model == "claude-opus-4-7")
    #expect(plan.environment.contains("ANTHROPIC_MODEL=claude-opus-4-7"))
  }

  @Test func whatDoesNotExistIsRefused() throws {
    var asked = try request()
    asked.agent = "reviewer"
    #expect(code { try planner().plan(asked) } == .unknownAgent)
    let error = #expect(throws: AghError.self) { try planner().plan(request("rehersal")) }
    #expect(error?.code == .unknownProvider)
    #expect(error?.message == "unknown provider \"rehersal\": did you mean \"rehearsal\"?")
    asked = try request()
    for missing in ["/nonexistent/x", "relative", program] {
      asked.directory = missing
      #expect(code { try planner().plan(asked) } == .workingDirectoryMissing)
    }
    #expect(code { try planner(environment: ["GROQ_API_KEY": "k"]).plan(request("groq")) } == .notSupportedYet)
  }

  @Test func theCommandIsFoundBeforeAnythingIsMade() throws {
    try directory.file("plain", mode: 0o644)
    func planned(_ command: String) throws -> LaunchPlan {
      try planner("[providers.p]\ncommand = '\(command)'\n").plan(request("p"))
    }
    #expect(try planned("./agent x").command == [program, "x"])
    #expect(try planned("sh").command == ["/usr/bin/sh"] || planned("sh").command == ["/bin/sh"])
    #expect(code { try planned("/nonexistent/agent --acp") } == .agentCommandNotFound)
    #expect(code { try planned("no-such-cli-anywhere acp") } == .agentCommandNotFound)
    #expect(code { try planned("./plain") } == .agentCommandNotExecutable)
    #expect(code { try planned(directory.path) } == .agentCommandNotExecutable)
  }

  @Test func aFileThatIsNotExecutableIsPassedOverOnThePath() throws {
    try directory.file("sh", mode: 0o644)
    let path = ["PATH": "\(directory.path):/bin"]
    let planner = try planner("[providers.p]\ncommand = 'sh'\n", environment: path)
    #expect(try planner.plan(request("p")).command == ["/bin/sh"])
    try directory.file("only-here", mode: 0o644)
    let other = try self.planner("[providers.p]\ncommand = 'only-here'\n", environment: path)
    #expect(code { try other.plan(request("p")) } == .agentCommandNotExecutable)
  }

  @Test func credentialsComeFromTheDaemonsEnvironment() throws {
    let slots = """
      [providers.p]
      command = '\(program)'
      auth_mode = 'bound_secret'
      [[providers.p.credential_slots]]
      name = 'key'
      target_env = 'AGENT_KEY'
      secret_ref = 'env:SOURCE'
      required = true
      [[providers.p.credential_slots]]
      name = 'extra'
      target_env = 'EXTRA'
      secret_ref = 'env:NOT_THERE'
      """
    let plan = try planner(slots, environment: ["SOURCE": "s3cret-value"]).plan(request("p"))
    #expect(plan.environment.contains("AGENT_KEY=s3cret-value"))
    #expect(!plan.environment.contains { $0.hasPrefix("EXTRA=") })
    #expect(!plan.terminalEnvironment.contains { $0.hasPrefix("AGENT_KEY=") })
    #expect(plan.secrets == ["s3cret-value"])
    let error = #expect(throws: AghError.self) { try planner(slots).plan(request("p")) }
    #expect(error?.code == .providerCredentialUnresolved)
    #expect(error?.next.contains("SOURCE") == true)
    let vault = slots.split(separator: "env:SOURCE").joined(separator: "vault:providers/p/key")
    #expect(code { try planner(vault).plan(request("p")) } == .providerCredentialUnresolved)
  }

  @Test func aHomeOfItsOwnIsMadeForAnIsolatedProvider() throws {
    let home = HomeDirectory(path: directory.path + "/home")
    try home.prepare()
    let plan = try planner("home_policy = 'isolated'\n").plan(request())
    let root = home.provider("mine")
    #expect(plan.environment.contains("HOME=\(root)"))
    #expect(plan.environment.contains("XDG_DATA_HOME=\(root)/.local/share"))
    #expect(try FileStatus.ifPresent(root) == nil, "a plan makes nothing")
    try plan.makeDirectories(in: home)
    try plan.makeDirectories(in: home)
    #expect(try FileStatus.of("\(root)/.local/share").permissions == 0o700)
    try Directory.removeTree("\(root)/codex")
    #expect(cs_symlinkat("/tmp", cs_working_directory(), "\(root)/codex") == 0)
    let error = #expect(throws: AghError.self) { try plan.makeDirectories(in: home) }
    #expect(error?.code == .homeUnusable)
  }
}
