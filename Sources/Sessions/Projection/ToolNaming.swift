import ACP
import JSON

/// Which name a tool call goes by.
enum ToolNaming {
  /// The name that an agent gives under `_meta`, else the protocol's own, else the title, else the kind.
  static func name(of update: SessionUpdate) -> String? {
    for name in [metaName(update), update.toolName, update.title, update.toolKind?.rawValue] {
      if let name, !name.isEmpty { return name }
    }
    return nil
  }

  private static func metaName(_ update: SessionUpdate) -> String? {
    guard let bytes = update.meta, let meta = try? JSONParser.parse(bytes, duplicateKeys: .lastWins) else { return nil }
    return meta.object?.members.lazy.compactMap { $0.value["toolName"]?.string }.first
  }
}
