import TextFormats

/// The value of every key: from the file where it is set there, otherwise the default.
public struct Settings: Sendable {
  /// A key that is set in the file.
  struct Found: Sendable {
    let value: SettingValue
    let keyRange: Range<TextPosition>
    let range: Range<TextPosition>
  }

  var found: [String: Found] = [:]
  var defaults: [String: SettingValue] = [:]
  /// The tables of `[name.<any>]` in the order of the file, by the path of `name`, with where their name stands.
  var named: [String: [(name: String, position: TextPosition)]] = [:]
  /// How many tables a `[[name]]` has, by its path.
  var counts: [String: Int] = [:]
  /// Where tables begin, by path.
  var places: [String: TextPosition] = [:]

  /// The value of the key with that dotted path; nil when it is neither set nor has a default.
  subscript(path: String) -> SettingValue? {
    found[path]?.value ?? defaults[path]
  }

  /// The value of a key.
  subscript<Value>(key: Key<Value>) -> Value {
    self[key.path].flatMap(Value.init) ?? key.fallback
  }

  /// The value of a key of a table with a chosen name, of the type that the schema gives it; nil when it is not set.
  func value<Value: SettingRepresentable>(_ path: String, as type: Value.Type = Value.self) -> Value? {
    self[path].flatMap(Value.init)
  }

  /// Where a key, or the table of that path, stands in the file.
  func position(of path: String) -> TextPosition? {
    found[path]?.range.lowerBound ?? places[path]
  }

  /// The texts of a table without fixed keys, like `[mcp_servers.env]`.
  func texts(in path: String) -> [(name: String, text: String)] {
    (named[path] ?? []).compactMap { entry in
      value(SettingPath.child(of: path, entry.name)).map { (entry.name, $0) }
    }
  }
}

extension Settings: Equatable {
  /// Whether every key has the same value, wherever it stands in the file and whether or not it does.
  public static func == (left: Settings, right: Settings) -> Bool { left.effective == right.effective }

  private var effective: [String: SettingValue] {
    defaults.merging(found.mapValues(\.value)) { $1 }
  }
}

/// Dotted paths, as errors and `agh config get` write them.
enum SettingPath {
  static func child(of path: String, _ key: String) -> String {
    let isBare =
      !key.isEmpty
      && key.utf8.allSatisfy { byte in
        (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte) || (0x30...0x39).contains(byte)
          || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
      }
    let part = isBare ? key : SettingValue.quoted(key)
    return path.isEmpty ? part : "\(path).\(part)"
  }
}
