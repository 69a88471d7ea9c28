/// The schema as a tree: what may stand in a table.
struct SchemaNode: Sendable {
  private(set) var setting: Setting?
  private(set) var children: [String: SchemaNode] = [:]
  /// Keys in the order of declaration.
  private(set) var names: [String] = []
  /// At most one node each; an array only because a struct cannot hold itself.
  private var anyName: [SchemaNode] = []
  private var anyElement: [SchemaNode] = []

  /// What stands under a name that a person chooses.
  var wildcard: SchemaNode? { anyName.first }

  /// What stands in each element of a list of tables.
  var element: SchemaNode? { anyElement.first }

  init(settings: [Setting] = []) {
    for setting in settings { insert(setting, below: Self.segments(of: setting.path)[...]) }
  }

  private static func segments(of path: String) -> [String] {
    path.split(separator: ".").flatMap { part in
      part.hasSuffix("[]") ? [String(part.dropLast(2)), "[]"] : [String(part)]
    }
  }

  private mutating func insert(_ setting: Setting, below segments: ArraySlice<String>) {
    guard let first = segments.first else {
      self.setting = setting
      return
    }
    let rest = segments.dropFirst()
    switch first {
    case "*":
      var node = anyName.first ?? SchemaNode()
      node.insert(setting, below: rest)
      anyName = [node]
    case "[]":
      var node = anyElement.first ?? SchemaNode()
      node.insert(setting, below: rest)
      anyElement = [node]
    default:
      if children[first] == nil { names.append(first) }
      children[first, default: SchemaNode()].insert(setting, below: rest)
    }
  }
}

extension SchemaNode {
  /// The tables with fixed names that have a key of that name.
  static func tables(holding key: String) -> [String] {
    Schema.settings.map(\.path).filter { path in
      path.hasSuffix(".\(key)") && !path.contains("*") && !path.contains("[]")
    }.map { String($0.dropLast(key.count + 1)) }
  }
}
