import Journal

/// An idempotency key in the journal of a stopped session.
struct StoredKey: Sendable {
  var row: KeyRow
  /// The first event of the turn it started.
  var firstSequence: Int64?

  /// nil when the journal does not hold the key. Blocks.
  static func find(_ key: String, directory: String) throws -> StoredKey? {
    let reader = try StoredJournal.reader(directory: directory)
    defer { reader.close() }
    let contents = try reader.contents()
    guard let row = contents.keys.first(where: { $0.key == key }) else { return nil }
    return StoredKey(row: row, firstSequence: contents.turns.first { $0.id == row.turn }?.firstSequence)
  }
}
