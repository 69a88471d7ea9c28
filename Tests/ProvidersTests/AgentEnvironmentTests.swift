@testable import Providers
import Testing

@Suite struct AgentEnvironmentTests {
  private let environment = [
    "PATH": "/bin", "HOME": "/home/me", "FOO": "bar", "JAVA_HOME": "/java", "NVM_DIR": "/nvm", "LC_ALL": "C",
    "SSH_AUTH_SOCK": "/s", "HTTPS_PROXY": "http://p", "GIT_AUTHOR_NAME": "n", "XDG_RUNTIME_DIR": "/run",
    "GITHUB_TOKEN": "t", "AWS_SECRET_ACCESS_KEY": "s", "MAX_TOKENS": "5",
    "PLAIN": "ghp_abcdefghijklmnopqrstuvwxyz012345",
    "OTHERS": "o", "MINE": "m", "AGH_VAULT_KEY": "k", "AGH_SHIM": "x", "AGH_HOME": "/h", "NOTIFY_SOCKET": "n",
    "LISTEN_FDS": "1", "WATCHDOG_USEC": "1", "CREDENTIALS_DIRECTORY": "/c", "OLDPWD": "/elsewhere",
  ]

  private func kept(_ change: (inout Provider) -> Void = { _ in }) -> Set<String> {
    var provider = Provider(name: "p", displayName: "p", command: ["x"])
    change(&provider)
    let result = AgentEnvironment(of: environment, for: provider, foreign: ["OTHERS"])
    #expect(Set(result.variables.keys).union(result.dropped) == Set(environment.keys))
    #expect(result.dropped == result.dropped.sorted())
    return Set(result.variables.keys)
  }

  @Test func filteredKeepsEverythingButSecretsAndTheDaemonsOwn() {
    #expect(
      kept() == [
        "PATH", "HOME", "FOO", "JAVA_HOME", "NVM_DIR", "LC_ALL", "SSH_AUTH_SOCK", "HTTPS_PROXY", "GIT_AUTHOR_NAME",
        "XDG_RUNTIME_DIR", "MAX_TOKENS", "MINE",
      ])
  }

  @Test func isolatedKeepsWhatAnAgentNeeds() {
    let kept = kept { $0.environmentPolicy = .isolated }
    #expect(
      kept == [
        "PATH", "HOME", "JAVA_HOME", "NVM_DIR", "LC_ALL", "SSH_AUTH_SOCK", "HTTPS_PROXY", "GIT_AUTHOR_NAME",
        "XDG_RUNTIME_DIR",
      ])
  }

  @Test func whatIsAllowedIsGivenButForTheDaemonsOwn() {
    let allowed = ["GITHUB_TOKEN", "PLAIN", "OTHERS", "AGH_VAULT_KEY", "NOTIFY_SOCKET", "ABSENT"]
    for policy in [Provider.EnvironmentPolicy.filtered, .isolated] {
      let kept = kept {
        $0.environmentPolicy = policy
        $0.environmentAllow = allowed
      }
      #expect(kept.intersection(allowed) == ["GITHUB_TOKEN", "PLAIN", "OTHERS"])
    }
  }
}
