internal import SQLite

/// The numbers of names, as the writer knows them. Names are only ever added.
struct NameDictionary {
  enum Kind: String {
    case turn, type, agent
  }

  private struct Name: Hashable {
    let kind: Kind
    let text: String
  }

  private var numbers: [Name: Int64] = [:]
  private var highest: Int64
  /// Names added in the open transaction: unknown again when it is rolled back.
  private var added: [Name] = []

  init(in transaction: borrowing Transaction<some Any>) throws {
    let stored = try transaction.first("SELECT max(id) FROM names") { $0[0] as Int64? } ?? nil
    highest = max(stored ?? 0, JournalSchema.firstFreeName - 1)
  }

  /// The number of a name; a new one gets a row.
  mutating func number(
    of kind: Kind, _ text: String, in transaction: borrowing Transaction<WriteAccess>
  ) throws -> Int64 {
    let name = Name(kind: kind, text: text)
    if let number = numbers[name] { return number }
    let stored = try transaction.first("SELECT id FROM names WHERE kind = ? AND name = ?", kind.rawValue, text) {
      $0[0] as Int64
    }
    if let stored {
      numbers[name] = stored
      return stored
    }
    let number = (kind == .type ? JournalSchema.bulkTypes[EventType(text)] : nil) ?? highest + 1
    try transaction.execute("INSERT INTO names(id, kind, name) VALUES(?, ?, ?)", number, kind.rawValue, text)
    highest = max(highest, number)
    numbers[name] = number
    added.append(name)
    return number
  }

  mutating func commit() {
    added.removeAll()
  }

  /// Forgets what the transaction added. Its numbers are not used again, which does no harm.
  mutating func rollBack() {
    for name in added { numbers[name] = nil }
    added.removeAll()
  }
}
