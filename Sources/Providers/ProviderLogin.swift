import Diagnostics
import Home
import TextFormats

/// Whether agents of a provider could start and log in, as far as that can be told without running anything (contract:
/// operations §14.3).
public struct ProviderLogin: Sendable, Equatable {
  /// What is known.
  public enum State: String, Sendable {
    /// There is nothing to log in to.
    case none
    /// agh has the credentials that it hands over; whether they are good, the provider knows.
    case authenticated
    /// A required credential is not there.
    case missingCredential = "missing_credential"
    /// The program is not there.
    case missingCLI = "missing_cli"
    /// The agent keeps its login to itself.
    case unknown
  }

  /// What is known.
  public var state: State
  /// The contract's code for it; nil when nothing is missing.
  public var code: String?
  /// The same for people.
  public var message: String
}

extension LaunchPlanner {
  /// What is known of a provider's login. Looks at files, so it blocks.
  public func login(of provider: Provider) -> ProviderLogin {
    switch provider.authMode {
    case .none: ProviderLogin(state: .none, message: "No authentication is needed.")
    case .boundSecret: credentials(of: provider)
    case .nativeCLI: program(of: provider)
    }
  }

  private func credentials(of provider: Provider) -> ProviderLogin {
    do throws(AghError) {
      _ = try CredentialResolver.resolve(provider, environment: environment)
      return ProviderLogin(state: .authenticated, message: "The credentials that agh hands over are there.")
    } catch {
      return ProviderLogin(state: .missingCredential, code: error.code.rawValue, message: error.message)
    }
  }

  /// The program that keeps the login: the one of the status command, else of the login command, else the agent's own.
  private func program(of provider: Provider) -> ProviderLogin {
    let commands = [provider.authStatusCommand, provider.authLoginCommand].compactMap(\.self)
    let program = commands.lazy.compactMap { ShellWords.split($0)?.first }.first ?? provider.command.first ?? ""
    do throws(AghError) {
      _ = try CommandLookup.find(program, path: agentPath, directory: home.path)
      return ProviderLogin(
        state: .unknown, code: "provider_classification_unknown",
        message: "\(program) is there and keeps its login to itself; a start shows whether it is logged in.")
    } catch {
      let login = provider.authLoginCommand.map { ", then run \"\($0)\"" } ?? ""
      return ProviderLogin(
        state: .missingCLI, code: "provider_cli_missing",
        message:
          "\(program) is not on the daemon's PATH; install it\(login), or set providers.\(provider.name).command.")
    }
  }
}
