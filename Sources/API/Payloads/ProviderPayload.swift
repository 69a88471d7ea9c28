public import JSON

/// A provider of agents, and what is known of its login without running it (contract: operations §15).
public struct ProviderPayload: Sendable, Equatable {
  /// Its name.
  public var name: String
  /// Its name for people.
  public var displayName: String?
  /// Whether it is the default.
  public var isDefault: Bool
  /// How agents of it log in.
  public var mode: String
  /// What they see of the daemon's environment.
  public var environmentPolicy: String
  /// Which home directory they have.
  public var homePolicy: String
  /// `none`, `authenticated`, `unknown`, or what is missing.
  public var state: String
  /// The code of what is missing.
  public var code: String?
  /// The same in words.
  public var message: String?
  /// A command that tells whether the agent is logged in.
  public var statusCommand: String?
  /// A command that logs the agent in.
  public var loginCommand: String?

  /// Makes a provider; what is not known is nil.
  public init(
    name: String, displayName: String? = nil, isDefault: Bool, mode: String, environmentPolicy: String,
    homePolicy: String, state: String, code: String? = nil, message: String? = nil, statusCommand: String? = nil,
    loginCommand: String? = nil
  ) {
    self.name = name
    self.displayName = displayName
    self.isDefault = isDefault
    self.mode = mode
    self.environmentPolicy = environmentPolicy
    self.homePolicy = homePolicy
    self.state = state
    self.code = code
    self.message = message
    self.statusCommand = statusCommand
    self.loginCommand = loginCommand
  }

  private func writeName(to writer: inout JSONWriter) {
    writer.field("name", name)
    writer.field("display_name", displayName)
    writer.field("default", isDefault)
  }

  private func writeLogin(to writer: inout JSONWriter) {
    writer.field("mode", mode)
    writer.field("env_policy", environmentPolicy)
    writer.field("home_policy", homePolicy)
    writer.field("state", state)
    writer.field("code", code)
    writer.field("message", message)
    writer.field("status_command", statusCommand)
    writer.field("login_command", loginCommand)
  }

  /// As the status of the runtime shows it: flat.
  struct InStatus: Payload {
    let provider: ProviderPayload

    func write(to writer: inout JSONWriter) {
      writer.object { writer in
        provider.writeName(to: &writer)
        provider.writeLogin(to: &writer)
      }
    }
  }
}

extension ProviderPayload: Payload {
  /// Writes the provider as the list of providers shows it, its login in `auth_status`.
  public func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writeName(to: &writer)
      writer.key("auth_status")
      writer.object { writeLogin(to: &$0) }
    }
  }
}
