/// The `config.toml` that a first start writes: every key with its default, commented out.
public enum DefaultFile {
  /// The text for a home. A line that begins with `#` and no blank is a key; removing the `#` sets it.
  public static func text(paths: PathBase) -> String {
    let tables = Table.all(paths: paths)
    let working = tables.filter(\.hasEffect)
    let idle = tables.filter { !$0.hasEffect }
    return ([head] + working.map(\.text) + [example, foot] + idle.map(\.text)).joined(separator: "\n")
  }

  private static let head = """
    # The configuration of agh. Every key is shown with its default;
    # to change one, remove the "#" in front of it and restart the daemon.
    # Durations are written like "30s", "10m" or "1h30m".

    """

  private static let example = """
    # An agent besides the built-in ones:
    #[providers.mine]
    #command = "my-agent --acp"
    #auth_mode = "none"

    """

  private static let foot = """
    # The keys below belong to parts that this version does not have yet. They are
    # known so that a file with them is read; only the default is accepted, or what
    # switches the part off.

    """

  /// A table with fixed keys.
  private struct Table {
    let name: String
    var lines: [String] = []
    var hasEffect = false

    var text: String { (["[\(name)]"] + lines).joined(separator: "\n") + "\n" }

    static func all(paths: PathBase) -> [Table] {
      var tables: [Table] = []
      for setting in Schema.settings {
        guard let fallback = setting.fallback, !setting.path.contains("*"), !setting.path.contains("[]"),
          let dot = setting.path.lastIndex(of: ".")
        else { continue }
        let name = String(setting.path[..<dot])
        let index = tables.firstIndex { $0.name == name } ?? tables.endIndex
        if index == tables.endIndex { tables.append(Table(name: name)) }
        tables[index].add(setting, key: setting.path[dot...].dropFirst(), fallback, paths)
      }
      return tables
    }

    private mutating func add(_ setting: Setting, key: Substring, _ fallback: SettingValue, _ paths: PathBase) {
      if !setting.summary.isEmpty { lines.append("# \(setting.summary)") }
      var value = fallback
      if case .path = setting.rule, case .text(let path) = fallback { value = .text(paths.absolute(path)) }
      lines.append("#\(key) = \(value.toml)")
      if case .effective = setting.support { hasEffect = true }
    }
  }
}
