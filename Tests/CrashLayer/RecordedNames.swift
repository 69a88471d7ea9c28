/// The names of a recorded disk: what is on disk for certain, and what was done since. A name leads to the number of a
/// file, or to nil for a directory.
struct RecordedNames {
  enum Change {
    case set(String, Int?)
    case remove(String)
    case move(String, to: String, Int?)

    func apply(to names: inout [String: Int?]) {
      switch self {
      case .set(let name, let node): names[name] = .some(node)
      case .remove(let name): names.removeValue(forKey: name)
      case .move(let name, let other, let node):
        names.removeValue(forKey: name)
        names[other] = .some(node)
      }
    }
  }

  private struct Pending {
    let position: Int
    let directory: String
    let change: Change
  }

  var synced: [String: Int?] = [:]
  private var pending: [Pending] = []

  mutating func change(_ position: Int, parent name: String, _ change: Change) {
    pending.append(Pending(position: position, directory: RecordedDisk.parent(of: name), change: change))
  }

  mutating func sync(_ directory: String) {
    for entry in pending where entry.directory == directory { entry.change.apply(to: &synced) }
    pending.removeAll { $0.directory == directory }
  }

  /// The names after a power cut.
  func names(_ choice: CrashChoice) -> [String: Int?] {
    var names = synced
    for entry in pending where choice.keepsName(at: entry.position) { entry.change.apply(to: &names) }
    return names
  }
}
