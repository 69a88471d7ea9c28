import Home
import Providers
import Testing

@Suite struct ProviderLoginTests {
  let directory: TemporaryDirectory

  init() throws {
    directory = try TemporaryDirectory()
  }

  private func login(
    of name: String, _ text: String = "", environment: [String: String] = [:]
  ) throws -> ProviderLogin {
    let registry = try registry(text)
    let planner = LaunchPlanner(
      registry: registry, defaultAgent: "general", defaultProvider: nil, home: HomeDirectory(path: directory.path),
      environment: environment.merging(["PATH": directory.path]) { $1 }, executable: "/opt/agh/bin/agh")
    return planner.login(of: try #require(registry.provider(named: name)))
  }

  @Test func whatNeedsNoLoginSaysSo() throws {
    #expect(try login(of: "rehearsal").state == .none)
  }

  @Test func aProgramIsLookedForWhereAgentsWouldFindIt() throws {
    let missing = try login(of: "gemini")
    #expect(missing.state == .missingCLI)
    #expect(missing.code == "provider_cli_missing")
    try directory.file("gemini", mode: 0o700)
    #expect(try login(of: "gemini").state == .unknown)
    // Of an agent that npx brings, the program that logs in tells whether it is there.
    try directory.file("npx", mode: 0o700)
    #expect(try login(of: "claude").state == .missingCLI)
    try directory.file("claude", mode: 0o700)
    #expect(try login(of: "claude").state == .unknown)
  }

  @Test func aCredentialIsThereOrNamed() throws {
    let missing = try login(of: "groq")
    #expect(missing.state == .missingCredential)
    #expect(missing.code == "provider_credential_unresolved")
    #expect(missing.message.contains("GROQ_API_KEY"))
    #expect(try login(of: "groq", environment: ["GROQ_API_KEY": "k"]).state == .authenticated)
  }
}
