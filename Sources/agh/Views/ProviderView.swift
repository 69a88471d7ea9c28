import JSON

/// How providers of agents are shown (contract: operations §14.4).
enum ProviderView {
  /// The answer of the API with all of them.
  static func list(_ answer: JSONValue) -> Document {
    let providers = answer["providers"]?.array ?? []
    let rows = providers.map { provider in
      let login = provider["auth_status"] ?? .null
      return [provider.text("name"), provider.text("display_name"), login.text("state"), login.text("mode")]
    }
    var document = Document(
      answer,
      human: [.table("Providers", columns: ["Name", "Display Name", "State", "Auth Mode"], rows: rows)],
      toon: [.object("providers", fields: ["count"], values: [String(providers.count)])])
    document.lines = providers
    return document
  }
}
