import Configuration
import TextFormats

/// Lays `[providers.<id>]` over the built-in provider of the same name, if there is one, and checks the result.
struct ProviderMerge {
  private let settings: ProviderSettings
  private let builtIn: Provider?
  private let name: String
  private let configuration: Configuration
  private(set) var problems: [ConfigurationProblem] = []

  init(_ settings: ProviderSettings, onto builtIn: Provider?, named name: String, _ configuration: Configuration) {
    self.settings = settings
    self.builtIn = builtIn
    self.name = name
    self.configuration = configuration
  }

  /// The provider; not to be used when there are problems.
  mutating func merged() -> Provider {
    var provider = builtIn ?? Provider(name: name, displayName: name, command: [])
    checkName()
    mergeCommand(into: &provider)
    provider.displayName = settings.displayName ?? provider.displayName
    provider.defaultModel = settings.defaultModel ?? provider.defaultModel
    provider.harness = settings.harness.flatMap(Provider.Harness.init) ?? provider.harness
    provider.runtimeProvider = settings.runtimeProvider ?? provider.runtimeProvider
    if provider.harness == .piACP, provider.runtimeProvider == nil { provider.runtimeProvider = name }
    provider.environmentPolicy =
      settings.environmentPolicy.flatMap(Provider.EnvironmentPolicy.init) ?? provider.environmentPolicy
    provider.environmentAllow = settings.environmentAllow ?? provider.environmentAllow
    provider.homePolicy = settings.homePolicy.flatMap(Provider.HomePolicy.init) ?? provider.homePolicy
    mergeAuthentication(into: &provider)
    return provider
  }

  /// The name becomes a directory for providers with a home of their own.
  private mutating func checkName() {
    if name.isEmpty || name == "." || name == ".." || name.contains("/") || name.utf8.contains(0) {
      report(nil, "needs a name without slashes")
    }
  }

  private mutating func mergeCommand(into provider: inout Provider) {
    guard let command = settings.command else {
      if builtIn == nil { report("command", "is required") }
      return
    }
    guard let words = ShellWords.split(command), let program = words.first, !program.isEmpty else {
      report("command", "must be a program with its arguments, every quote closed")
      return
    }
    provider.command = words
  }

  private mutating func mergeAuthentication(into provider: inout Provider) {
    let slots = settings.credentialSlots ?? []
    if let mode = settings.authMode.flatMap(Provider.AuthMode.init) {
      provider.authMode = mode
      // Slots of a built-in provider belong to the mode it has without a configuration.
      if mode != .boundSecret { provider.credentialSlots = [] }
    } else if !slots.isEmpty {
      if let builtIn, builtIn.authMode != .boundSecret {
        report("auth_mode", "must be \"bound_secret\" before credential_slots can take the place of the agent's login")
      }
      provider.authMode = .boundSecret
    }
    if !slots.isEmpty { provider.credentialSlots = slots }
    provider.noneSecurity = settings.noneSecurity ?? provider.noneSecurity
    provider.authLoginCommand = settings.authLoginCommand ?? provider.authLoginCommand
    provider.authStatusCommand = settings.authStatusCommand ?? provider.authStatusCommand
    checkAuthentication(provider)
  }

  private mutating func checkAuthentication(_ provider: Provider) {
    switch provider.authMode {
    case .boundSecret:
      if provider.credentialSlots.isEmpty { report("credential_slots", "is required when auth_mode is bound_secret") }
    case .nativeCLI:
      if settings.credentialSlots?.isEmpty == false {
        report("credential_slots", "requires auth_mode = \"bound_secret\": with native_cli the agent has its own login")
      }
    case .none:
      let surplus = [
        "credential_slots": settings.credentialSlots?.isEmpty == false,
        "auth_login_command": settings.authLoginCommand != nil,
        "auth_status_command": settings.authStatusCommand != nil,
      ]
      for key in surplus.keys.sorted() where surplus[key] == true {
        report(key, "cannot be set when auth_mode is none")
      }
    }
  }

  private mutating func report(_ key: String?, _ message: String) {
    let table = configuration.path(ofProvider: settings.name)
    let path = key.map { "\(table).\($0)" } ?? table
    problems.append(
      ConfigurationProblem(
        kind: .invalid, file: configuration.file, key: path,
        position: configuration.position(of: path) ?? settings.position, message: "\(path) \(message)"))
  }
}
