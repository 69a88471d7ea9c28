import Spelling
import TextFormats

/// Reads a parsed file against the schema and collects everything that is wrong with it.
struct SettingsReader {
  private let file: String
  private let paths: PathBase
  private(set) var settings = Settings()
  private(set) var problems: [ConfigurationProblem] = []
  private(set) var notices: [ConfigurationNotice] = []
  /// Asked for but not supported, unless another key switches the feature off.
  private var pending: [(setting: Setting, path: String, value: SettingValue, position: TextPosition)] = []

  init(file: String, paths: PathBase) {
    self.file = file
    self.paths = paths
    for setting in Schema.settings {
      guard let fallback = setting.fallback, !setting.path.contains("*"), !setting.path.contains("[]") else { continue }
      settings.defaults[setting.path] = absolute(fallback, of: setting)
    }
  }

  mutating func read(_ root: TOMLTable) {
    read(root, as: Schema.root, at: "")
    judgeCrossRules()
    judgePending()
  }

  // MARK: - Tables

  private mutating func read(_ table: TOMLTable, as node: SchemaNode, at path: String) {
    for entry in table.entries {
      let child = SettingPath.child(of: path, entry.key)
      if let known = node.children[entry.key] {
        read(entry, as: known, at: child)
      } else if let any = node.wildcard {
        settings.named[path, default: []].append((entry.key, entry.keyRange.lowerBound))
        read(entry, as: any, at: child)
      } else {
        reportUnknown(entry, among: node, at: child)
      }
    }
  }

  private mutating func read(_ entry: TOMLTable.Entry, as node: SchemaNode, at path: String) {
    settings.places[path] = entry.keyRange.lowerBound
    if let setting = node.setting, !setting.rule.isTable {
      readValue(entry, setting, at: path)
    } else if case .listOfTables? = node.setting?.rule {
      readList(entry, as: node, at: path)
    } else if let table = entry.item.table {
      if let setting = node.setting { judgeTable(setting, isEmpty: table.entries.isEmpty, entry, at: path) }
      read(table, as: node, at: path)
      requireKeys(of: node, in: table, at: path, position: entry.keyRange.lowerBound)
    } else {
      report(.type, path, entry.item.range.lowerBound, "\(path) must be a table, not \(entry.item.describedForPeople)")
    }
  }

  private mutating func readList(_ entry: TOMLTable.Entry, as node: SchemaNode, at path: String) {
    guard let setting = node.setting, let element = node.element else { return }
    guard let items = entry.item.array, items.allSatisfy({ $0.table != nil }) else {
      let found = entry.item.describedForPeople
      report(.type, path, entry.item.range.lowerBound, "\(path) must be \(setting.rule.expectation), not \(found)")
      return
    }
    settings.counts[path] = items.count
    judgeTable(setting, isEmpty: items.isEmpty, entry, at: path)
    for (index, item) in items.enumerated() {
      guard let table = item.table else { continue }
      let child = "\(path)[\(index)]"
      settings.places[child] = item.range.lowerBound
      read(table, as: element, at: child)
      requireKeys(of: element, in: table, at: child, position: item.range.lowerBound)
    }
  }

  private mutating func requireKeys(
    of node: SchemaNode, in table: TOMLTable, at path: String, position: TextPosition
  ) {
    for name in node.names where node.children[name]?.setting?.isRequired == true && table[name] == nil {
      let child = SettingPath.child(of: path, name)
      report(.invalid, child, position, "\(child) is required")
    }
  }

  private mutating func judgeTable(_ setting: Setting, isEmpty: Bool, _ entry: TOMLTable.Entry, at path: String) {
    guard !isEmpty else { return }
    let position = entry.keyRange.lowerBound
    switch setting.support {
    case .effective: break
    case .ignored(let message): note(path, position, message)
    case .later(_, let feature):
      if let feature, settings[feature] == .boolean(false) { return }
      report(.notSupported, path, position, "\(path) is not supported yet")
    }
  }

  // MARK: - Values

  private mutating func readValue(_ entry: TOMLTable.Entry, _ setting: Setting, at path: String) {
    let position = entry.item.range.lowerBound
    let value: SettingValue
    do {
      value = absolute(try setting.rule.read(entry.item), of: setting)
    } catch {
      let kind: ConfigurationProblem.Kind = error == .wrongType ? .type : .invalid
      let found = setting.rule.mayBeSecret ? "the value itself" : entry.item.describedForPeople
      report(kind, path, position, "\(path) must be \(setting.rule.expectation), not \(found)")
      return
    }
    settings.found[path] = Settings.Found(value: value, keyRange: entry.keyRange, range: entry.item.range)
    let fallback = settings.defaults[path] ?? setting.fallback.map { absolute($0, of: setting) }
    guard value != fallback else { return }
    switch setting.support {
    case .effective: break
    case .ignored(let message): note(path, entry.keyRange.lowerBound, message)
    case .later(let accepted, _):
      if !accepted.contains(value) { pending.append((setting, path, value, position)) }
    }
  }

  /// Makes paths absolute, so that a default is recognised however it is written.
  private func absolute(_ value: SettingValue, of setting: Setting) -> SettingValue {
    guard case .path = setting.rule, case .text(let text) = value else { return value }
    if text.isEmpty, let fallback = setting.fallback { return absolute(fallback, of: setting) }
    return .text(paths.absolute(text))
  }

  private mutating func judgePending() {
    for (setting, path, value, position) in pending {
      guard case .later(let accepted, let feature) = setting.support else { continue }
      if let feature, settings[feature] == .boolean(false) { continue }
      let allowed = ([settings.defaults[path] ?? setting.fallback].compactMap { $0 } + accepted).map(\.toml)
      let instead = allowed.isEmpty ? "leave it out" : "leave it out, or at \(allowed.joined(separator: " or "))"
      report(.notSupported, path, position, "\(path) = \(value.toml) is not supported yet: \(instead)")
    }
  }

  private mutating func judgeCrossRules() {
    let faulty = Set(problems.compactMap(\.key))
    for rule in Schema.crossRules where faulty.isDisjoint(with: rule.paths) {
      guard let fault = rule.fault(settings) else { continue }
      let position = rule.paths.compactMap { settings.position(of: $0) }.first
      report(.invalid, rule.paths[0], position, "\(rule.paths[0]) \(fault)")
    }
  }

  // MARK: - What is told

  private mutating func reportUnknown(_ entry: TOMLTable.Entry, among node: SchemaNode, at path: String) {
    let position = entry.keyRange.lowerBound
    if let replacement = Schema.removed[entry.key], path.hasPrefix("providers.") {
      report(.invalid, path, position, "\(path) was removed: \(replacement)")
      return
    }
    let what = entry.item.table == nil ? "key" : "table"
    var message = "unknown \(what) \(path)"
    if let near = NearestName.find(entry.key, among: node.names) {
      message += ": did you mean \(near)?"
    } else if let elsewhere = SchemaNode.tables(holding: entry.key).first {
      message += ": did you mean \(entry.key) in [\(elsewhere)]?"
    } else if !node.names.isEmpty {
      message += ": known here are \(node.names.sorted().joined(separator: ", "))"
    }
    report(.invalid, path, position, message)
  }

  private mutating func report(
    _ kind: ConfigurationProblem.Kind, _ key: String, _ position: TextPosition?, _ message: String
  ) {
    problems.append(ConfigurationProblem(kind: kind, file: file, key: key, position: position, message: message))
  }

  private mutating func note(_ key: String, _ position: TextPosition, _ message: String) {
    notices.append(ConfigurationNotice(file: file, key: key, position: position, message: "\(key) \(message)"))
  }
}

extension TOMLItem {
  /// The value, shortened, with what kind of value it is where that is not plain to see.
  var describedForPeople: String {
    switch value {
    case .string(let text): "the text " + SettingValue.quoted(String(text.prefix(60)))
    case .integer(let number): String(number)
    case .float(let number): String(number)
    case .boolean(let flag): flag ? "true" : "false"
    case .temporal(let text, _): "the \(value.kindName) \(text)"
    case .array: "a list"
    case .table: "a table"
    }
  }
}
