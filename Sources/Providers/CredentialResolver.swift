import Configuration
import Diagnostics

/// Finds the credentials that agh hands to an agent.
enum CredentialResolver {
  /// A variable of the agent and its value.
  struct Credential {
    let variable: String
    let value: String
  }

  /// The credentials of a provider; optional ones that are not there are left out.
  ///
  /// - Throws: `provider_credential_unresolved` for a required one that is not there.
  static func resolve(_ provider: Provider, environment: [String: String]) throws(AghError) -> [Credential] {
    guard provider.authMode == .boundSecret else { return [] }
    var credentials: [Credential] = []
    for slot in provider.credentialSlots {
      let variable = variable(of: slot)
      if let value = variable.flatMap({ environment[$0] }), !value.isEmpty {
        credentials.append(Credential(variable: slot.targetEnvironment, value: value))
      } else if slot.isRequired {
        throw unresolved(slot, of: provider, variable)
      }
    }
    return credentials
  }

  /// The variable of the daemon that a credential comes from; nil for one in the vault.
  static func variable(of slot: ProviderSettings.CredentialSlot) -> String? {
    slot.secretReference.hasPrefix("env:") ? String(slot.secretReference.dropFirst(4)) : nil
  }

  private static func unresolved(
    _ slot: ProviderSettings.CredentialSlot, of provider: Provider, _ variable: String?
  ) -> AghError {
    let what = "the credential \(slot.name) of the provider \(provider.name)"
    guard let variable else {
      return AghError(
        .providerCredentialUnresolved, "\(what) is in the vault (\(slot.secretReference)), which is not supported yet",
        next: "set its secret_ref to \"env:VAR\" and VAR where the daemon is started")
    }
    return AghError(
      .providerCredentialUnresolved, "\(what) is not there: the daemon has no variable \(variable)",
      next: "set \(variable) where the daemon is started, then agh daemon restart")
  }
}
