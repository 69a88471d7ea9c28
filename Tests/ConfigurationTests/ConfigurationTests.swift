@testable import Configuration
import Testing
import TextFormats

@Suite struct ConfigurationTests {
  private let paths = PathBase(home: "/home/me/.agh", userHome: "/home/me")

  private func read(_ text: String) throws(ConfigurationError) -> Configuration {
    try Configuration(parsing: Array(text.utf8), file: "config.toml", paths: paths)
  }

  private func problems(_ text: String) -> [String] {
    do {
      _ = try read(text)
      return []
    } catch {
      return error.problems.map(\.description)
    }
  }

  @Test func withoutAFileEverythingHasItsDefault() throws {
    let configuration = try read("")
    #expect(
      configuration.daemon
        == Configuration.Daemon(
          socket: "/home/me/.agh/daemon.sock", shutdownTimeout: .seconds(25), detachedLimit: .seconds(86_400)))
    #expect(
      configuration.http == Configuration.HTTP(isEnabled: true, host: "localhost", port: 2123, allowedHosts: []))
    #expect(configuration.defaults == Configuration.Defaults(agent: "general", provider: nil))
    #expect(configuration.limits == Configuration.Limits(maxConcurrentAgents: 20, spoolBytes: 268_435_456))
    #expect(configuration.session.startTimeout == .seconds(120))
    let supervision = configuration.session.supervision
    #expect(supervision.progressEvery == .seconds(600))
    #expect(supervision.warningAfter == .seconds(900))
    #expect(supervision.inactivityTimeout == .seconds(1800))
    #expect(supervision.promptDeadline == nil)
    #expect(supervision.cancelGrace == .seconds(30))
    #expect(configuration.permissions == Configuration.Permissions(mode: .approveAll, requestTimeout: nil))
    #expect(
      configuration.log
        == Configuration.Log(
          level: "info", maxBytes: 10_485_760, maxBackups: 5, maxAge: .seconds(30 * 86_400), compressBackups: false))
    #expect(configuration.providers.isEmpty)
  }

  @Test func whatIsSetIsInTheConfiguration() throws {
    let configuration = try read(
      """
      [daemon]
      socket = "~/run/agh.sock"
      shutdown_timeout = "10s"
      detached_limit = "1h"
      [http]
      enabled = false
      host = "0.0.0.0"
      port = 8080
      allowed_hosts = ["agh.example:443"]
      [defaults]
      provider = "rehearsal"
      [limits]
      max_concurrent_agents = 3
      spool_bytes = 67108864
      [session.limits]
      start_timeout = "5s"
      [session.supervision]
      timeout_cancel_grace = "3s"
      activity_heartbeat_interval = "20s"
      progress_notify_interval = "10s"
      inactivity_warning_after = "0s"
      inactivity_timeout = "1h"
      prompt_deadline = "2h"
      [permissions]
      mode = "approve-reads"
      request_timeout = "1h"
      [log]
      level = "DEBUG"
      max_size_mb = 1
      max_backups = 0
      max_age_days = 0
      compress_backups = true
      """)
    #expect(
      configuration.daemon
        == Configuration.Daemon(
          socket: "/home/me/run/agh.sock", shutdownTimeout: .seconds(10), detachedLimit: .seconds(3600)))
    #expect(
      configuration.http
        == Configuration.HTTP(isEnabled: false, host: "0.0.0.0", port: 8080, allowedHosts: ["agh.example:443"]))
    #expect(configuration.defaults.provider == "rehearsal")
    #expect(configuration.limits == Configuration.Limits(maxConcurrentAgents: 3, spoolBytes: 67_108_864))
    #expect(configuration.session.startTimeout == .seconds(5))
    let supervision = configuration.session.supervision
    #expect(supervision.progressEvery == .seconds(20), "no more often than activity_heartbeat_interval")
    #expect(supervision.warningAfter == nil)
    #expect(supervision.inactivityTimeout == .seconds(3600))
    #expect(supervision.promptDeadline == .seconds(7200))
    #expect(supervision.cancelGrace == .seconds(3))
    #expect(
      configuration.permissions == Configuration.Permissions(mode: .approveReads, requestTimeout: .seconds(3600)))
    #expect(
      configuration.log
        == Configuration.Log(level: "debug", maxBytes: 1 << 20, maxBackups: nil, maxAge: nil, compressBackups: true))
  }

  @Test func aRelativeSocketLiesInTheHome() throws {
    #expect(try read("[daemon]\nsocket = \"run/../a.sock\"").daemon.socket == "/home/me/.agh/a.sock")
  }

  @Test func providersAreReadInTheOrderOfTheFile() throws {
    let configuration = try read(StockFiles.working)
    #expect(
      configuration.providers.map(\.name) == [
        "flood", "envp", "plainp", "vaultp", "gone", "probe-ok", "probe-rate",
      ])
    let flood = try #require(configuration.providers.first)
    #expect(flood.command == "python3 /here/floodagent.py")
    #expect(flood.authMode == "none")
    #expect(flood.noneSecurity == "local_transport")
    #expect(flood.credentialSlots == nil)
    #expect(
      configuration.providers[1].credentialSlots == [
        ProviderSettings.CredentialSlot(
          name: "api_key", targetEnvironment: "ENVP_API_KEY", secretReference: "env:REC_SECRET_VALUE",
          kind: "api_key", isRequired: true)
      ])
  }

  @Test func filesOfThePublicRuntimeAreTaken() throws {
    let everyDefault = StockFiles.everyDefault.split(separator: "$AGH_HOME").joined(separator: "/home/me/.agh")
    #expect(try read(everyDefault).notices.isEmpty)
    _ = try read(StockFiles.sessions)
    for part in StockFiles.sessionParts { _ = try read(StockFiles.sessions + part) }
    let working = try read(StockFiles.working)
    #expect(
      Set(working.notices.map(\.key)) == [
        "skills.marketplace.registry", "skills.marketplace.base_url", "providers.probe-ok.auth_status_command",
        "providers.probe-rate.auth_status_command", "hooks.declarations", "mcp_servers",
      ])
    #expect(working.notices.allSatisfy { $0.description.hasPrefix("config.toml:") })
  }

  /// Both are shown, and name the program that keeps the login.
  @Test func theCommandsOfALoginAreNotCalledUnused() throws {
    let notices = try read(
      "[providers.p]\ncommand = 'p'\nauth_login_command = 'p login'\nauth_status_command = 'p whoami'\n"
    ).notices
    #expect(notices.map(\.message) == ["providers.p.auth_status_command is shown, but not run yet"])
  }

  @Test func everyProblemIsReportedInTheOrderOfTheFile() {
    let text = """
      [log]
      level = "loud"
      [nonsense]
      a = 1
      [http]
      prot = 1
      port = "x"
      [limits]
      max_concurrent_agents = 0
      """
    #expect(
      problems(text) == [
        "config.toml:2:9: log.level must be one of \"debug\", \"info\", \"warn\", \"error\", not the text \"loud\"",
        "config.toml:3:2: unknown table nonsense: known here are agents, automation, autonomy, daemon, defaults, "
          + "extensions, hooks, http, limits, log, mcp_servers, memory, model_catalog, network, observability, "
          + "permissions, providers, sandboxes, session, skills, task, tools",
        "config.toml:6:1: unknown key http.prot: did you mean port?",
        "config.toml:7:8: http.port must be a whole number from 1 to 65535, not the text \"x\"",
        "config.toml:9:25: limits.max_concurrent_agents must be a whole number from 1 to 100000, not 0",
      ])
  }

  @Test(arguments: [
    ("[http\n", "config.toml:1:6: "),
    ("a = 1\na = 2\n", "config.toml:2:5: "),
    ("port = 1\n", "config.toml:1:1: unknown key port: did you mean port in [http]?"),
    ("[limit]\nx = 1\n", "config.toml:1:2: unknown table limit: did you mean limits?"),
    ("http = 1\n", "config.toml:1:8: http must be a table, not 1"),
    ("[[http]]\nport = 1\n", "config.toml:1:"),
    ("[providers]\np = 1\n", "config.toml:2:5: providers.p must be a table, not 1"),
    ("[hooks]\ndeclarations = 1\n", "config.toml:2:16: hooks.declarations must be a list of tables, not 1"),
    ("[providers.p]\ncomand = 'x'\n", "config.toml:2:1: unknown key providers.p.comand: did you mean command?"),
    (
      "[providers.\"a b\"]\nharness = 'x'\n",
      "config.toml:2:11: providers.\"a b\".harness must be one of \"acp\", \"pi_acp\""
    ),
    ("[providers.p]\naliases = ['q']\n", "config.toml:2:1: providers.p.aliases was removed: name the provider"),
    (
      "[providers.p]\nsupported_models = ['q']\n",
      "config.toml:2:1: providers.p.supported_models was removed: use models.curated"
    ),
    (
      "[[providers.p.credential_slots]]\nname = 'k'\n",
      "config.toml:1:1: providers.p.credential_slots[0].target_env is required"
    ),
    ("[sandboxes.s]\nbackend = 'e2b'\n", "config.toml:2:11: sandboxes.s.backend = \"e2b\" is not supported yet"),
    ("[sandboxes.s]\nsync_mode = 'none'\n", "config.toml:1:12: sandboxes.s.backend is required"),
    ("[[automation.jobs]]\nname = 'j'\n", "config.toml:1:14: automation.jobs is not supported yet"),
    ("[[mcp_servers]]\nname = 'm'\n", "config.toml:1:3: mcp_servers [0] needs a command"),
    ("[[mcp_servers]]\nname = 'm'\ntransport = 'http'\n", "config.toml:1:3: mcp_servers [0] needs a url"),
    (
      "[[mcp_servers]]\nname = 'm'\ncommand = 'x'\nurl = 'http://h/'\n",
      "config.toml:1:3: mcp_servers [0] has a command, which only transport stdio takes"
    ),
    (
      "[[mcp_servers]]\nname = 'm'\ncommand = 'x'\nenv = { API_TOKEN = 'x' }\n",
      "config.toml:1:3: mcp_servers [0] must move API_TOKEN from env to secret_env"
    ),
    (
      "[[providers.p.models.curated]]\nid = 'a'\n[[providers.p.models.curated]]\nid = 'a'\n",
      "config.toml:1:3: providers [p] has the curated model \"a\" twice"
    ),
    (
      "[[providers.p.models.curated]]\nid = 'a'\nreasoning_efforts = ['low']\ndefault_reasoning_effort = 'high'\n",
      "config.toml:1:3: providers [p] has a default_reasoning_effort that is not among"
    ),
    (
      "[providers.p.models.discovery]\ncommand = 'x'\nendpoint = 'http://h/'\n",
      "config.toml:1:2: providers [p] has both a command and an endpoint"
    ),
    ("[[hooks.declarations]]\nname = 'h'\nevent = 'e'\n", "config.toml:1:9: hooks.declarations [0] needs a command"),
    (
      "[[hooks.declarations]]\nname = 'h'\nevent = 'e'\ncommand = 'x'\n[hooks.declarations.executor]\ncommand = 'y'\n",
      "config.toml:1:9: hooks.declarations [0] has executor fields both at the top and under executor"
    ),
  ])
  func aProblemSaysWhatAndWhere(text: String, expected: String) {
    let found = problems(text)
    #expect(found.first?.hasPrefix(expected) == true, "\(found)")
  }

  @Test func aSecretInTheWrongPlaceIsNotRepeated() {
    let text = """
      [[providers.p.credential_slots]]
      name = "k"
      target_env = "K"
      secret_ref = "hunter2-hunter2"
      """
    let found = problems(text)
    #expect(found.count == 1)
    #expect(found.first?.contains("hunter2") == false)
  }

  @Test func settingsAreEqualWhenEveryValueIs() throws {
    let plain = try read("")
    #expect(try read("[http]\nport = 2123\n").settings == plain.settings)
    #expect(try read("[http]\nport = 2124\n").settings != plain.settings)
    #expect(try read("[providers.p]\ncommand = 'x'\n").settings != plain.settings)
    #expect(
      try read("[log]\nlevel = 'warn'\n[http]\nport = 1\n").settings
        == read("# moved\n[http]\nport = 1\n[log]\nlevel = 'warn'\n").settings)
  }

  @Test func aFeatureThatIsOffAsksForNothing() throws {
    _ = try read("[network]\nenabled = false\nport = 4222\n")
    _ = try read("[automation]\nenabled = false\n[[automation.jobs]]\nname = 'nightly'\n")
    _ = try read("[memory]\nenabled = false\n[memory.recall]\ntop_k = 9\n")
    #expect(!problems("[network]\nport = 4222\n").isEmpty)
    #expect(!problems("[network]\nenabled = false\nport = 0\n").isEmpty, "rules hold all the same")
  }

  @Test func keysThatBelongTogetherAreJudgedTogether() throws {
    #expect(
      problems(
        """
        [session.supervision]
        inactivity_timeout = "0s"
        inactivity_warning_after = "0s"
        """
      ).isEmpty)
    let found = problems("[memory.recall.weights]\nrecency = 0.5\n")
    #expect(found.first?.hasPrefix("config.toml:2:11: memory.recall.weights.bm25_unicode and its neighbours") == true)
    _ = try read(
      "[[mcp_servers]]\nname = 'm'\ncommand = 'x'\n[tools]\nenabled = false\n[tools.policy]\ntrusted_sources = ['mcp:m']\n"
    )
  }
}
