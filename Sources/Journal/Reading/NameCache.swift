internal import SQLite

/// The names of numbers, as a reader has met them. Rows of `names` never change, so what was read once stays true.
struct NameCache {
  private var texts: [Int64: String] = [:]

  mutating func text(
    of number: Int64, in transaction: borrowing Transaction<some Any>, path: String
  ) throws -> String {
    if let text = texts[number] { return text }
    let stored = try transaction.first("SELECT name FROM names WHERE id = ?", number) { $0[0] as String }
    guard let stored else { throw JournalError.corrupt(path: path, detail: "name \(number) is missing") }
    texts[number] = stored
    return stored
  }
}
