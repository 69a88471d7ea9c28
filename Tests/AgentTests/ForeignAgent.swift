import Glibc
import Platform
import Testing

/// An agent that others have written, as `scripts/test-agents.sh` installs it.
///
/// What is said here is how the agent is started and what it offers. What is asserted is the same for all.
struct ForeignAgent: Sendable, CustomTestStringConvertible {
  /// How the agent goes on after a stop.
  enum Opening: String, Sendable {
    case resume, load, primed
  }

  let testDescription: String
  /// The directory of its environment below the installation.
  let installation: String
  /// Variables in front of the command; see `Place` for what is replaced.
  var variables: [String: String] = [:]
  /// Its program and arguments, relative to its environment.
  let command: String
  /// Whether its prompts are scripts for the fake model; otherwise it sends back what it is told.
  var hasModel = false
  let opening: Opening
  /// Files below the directory of the test, by name.
  var files: [String: String] = [:]

  static let echo = ForeignAgent(
    testDescription: "echo agent of the Python SDK", installation: "echo", command: "bin/python {agent}/echo_agent.py",
    opening: .primed)

  static let fastAgent = ForeignAgent(
    testDescription: "fast-agent without a model", installation: "fast-agent",
    command: "bin/fast-agent-acp --model passthrough", opening: .resume)

  static let fastAgentWithTools = ForeignAgent(
    testDescription: "fast-agent with tools", installation: "fast-agent",
    variables: ["GENERIC_BASE_URL": "{model}", "GENERIC_API_KEY": "none"],
    command: "bin/fast-agent-acp --model generic.fake-model -x", hasModel: true, opening: .resume)

  static let agentao = ForeignAgent(
    testDescription: "Agentao", installation: "agentao",
    variables: ["OPENAI_BASE_URL": "{model}", "OPENAI_API_KEY": "none", "OPENAI_MODEL": "fake-model"],
    command: "bin/python -m agentao.acp", hasModel: true, opening: .load)

  static let pi = ForeignAgent(
    testDescription: "pi agent", installation: "pi", variables: ["PI_HOME": "{root}", "FAKE_KEY": "none"],
    command: "bin/pi-agent-cli", hasModel: true, opening: .resume,
    files: [
      "agent.toml": """
      permission = "ask"
      [model]
      provider = "openai"
      id = "fake-model"
      base_url = "{model}"
      api_key_env = "FAKE_KEY"
      """
    ])

  /// Those that could be installed here; `InstallationTests` names the others.
  static let all = [echo, fastAgent, fastAgentWithTools, agentao, pi].filter { $0.missing == nil }
  static let withModel = all.filter(\.hasModel)

  /// The installation; nil when the tests were not started by the script.
  static let directory = getenv("AGH_TEST_AGENTS").map { String(cString: $0) }

  /// Why it could not be installed here; nil when it could.
  var missing: String? { try? Files.text(directory + "/missing") }

  /// Its environment.
  private var directory: String { (Self.directory ?? "") + "/" + installation }

  /// Fails unless its environment is complete.
  func requireInstallation() throws {
    try #require(Files.exists(directory + "/installed"), "\(directory) is not complete: run make test-agents")
  }

  /// The configured command of a test, after its files are written: the agent, below what notes all it says and is told.
  func prepare(in root: String, model: String?) throws -> String {
    try requireInstallation()
    let place = Place(agent: directory, root: root, model: model ?? "")
    for (name, text) in files { try Files.write(place.fill(text), to: "\(root)/\(name)") }
    let assignments = variables.sorted { $0.key < $1.key }.map { "\($0.key)=\(place.fill($0.value))" }
    let noting = ["python3", TestFile.path("wire-log.py"), Self.logs(in: root)]
    return (["/usr/bin/env"] + assignments + noting + ["\(place.agent)/\(place.fill(command))"])
      .joined(separator: " ")
  }

  /// Where the logs of its processes are.
  static func logs(in root: String) -> String { root + "/wire" }

  private struct Place {
    let agent: String
    let root: String
    let model: String

    func fill(_ text: String) -> String {
      text.replacing("{agent}", with: agent).replacing("{root}", with: root).replacing("{model}", with: model)
    }
  }
}
