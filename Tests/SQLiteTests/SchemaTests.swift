import SQLite
import Testing

@Suite struct SchemaTests {
  let directory: TemporaryDirectory
  let connection: Connection
  static let first = Migration(version: 1, name: "create", statements: ["CREATE TABLE t(i INTEGER) STRICT"])
  static let second = Migration(
    version: 2, name: "widen", compatibleFrom: 1, statements: ["ALTER TABLE t ADD COLUMN s TEXT"])
  static let third = Migration(version: 3, name: "contract", statements: ["ALTER TABLE t DROP COLUMN i"])

  init() throws {
    directory = try TemporaryDirectory()
    connection = try Connection(path: directory.database, mode: .create)
  }

  @Test func stepsAreTakenOnceAndInOrder() throws {
    #expect(throws: Schema.Mismatch.empty) {
      try connection.read { try Schema([Self.first]).check(in: $0) }
    }
    try apply([Self.first])
    #expect(try connection.read { try Schema([Self.first, Self.second]).check(in: $0) })
    try apply([Self.first, Self.second])
    try apply([Self.first, Self.second])
    #expect(try connection.read { try Schema([Self.first, Self.second]).check(in: $0) } == false)
    let names = try connection.read {
      try $0.rows("SELECT name FROM schema_migrations ORDER BY version") { $0[0] as String }
    }
    #expect(names == ["create", "widen"])
  }

  @Test func aNewerFileIsRefusedUnlessItSaysOtherwise() throws {
    try apply([Self.first, Self.second])
    #expect(try connection.read { try Schema([Self.first]).check(in: $0) } == false)
    try apply([Self.first, Self.second, Self.third])
    #expect(throws: Schema.Mismatch.newer(version: 3, name: "contract", known: 2)) {
      try apply([Self.first, Self.second])
    }
  }

  @Test func anEditedStepIsNoticed() throws {
    try apply([Self.first])
    let edited = Migration(version: 1, name: "create", statements: ["CREATE TABLE t(i TEXT) STRICT"])
    #expect(throws: Schema.Mismatch.foreign(version: 1, name: "create")) { try apply([edited]) }
  }

  @Test func aFailedStepLeavesTheFileAsItWas() throws {
    try apply([Self.first])
    let broken = Migration(version: 2, name: "broken", statements: ["CREATE TABLE u(i)", "CREATE TABLE u(i)"])
    #expect(throws: SQLiteError.self) { try apply([Self.first, broken]) }
    #expect(try connection.read { try $0.first("SELECT name FROM sqlite_schema WHERE name='u'") { _ in 1 } } == nil)
    try apply([Self.first, Self.second])
  }

  private func apply(_ migrations: [Migration]) throws {
    try connection.write { try Schema(migrations).apply(in: $0, at: "2026-01-01T00:00:00.000000000Z") }
  }
}
