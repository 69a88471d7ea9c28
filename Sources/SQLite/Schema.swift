/// One step from an older schema to a newer one. Once released it never changes and is never removed.
public struct Migration: Sendable, Equatable {
  /// Counted from 1.
  public let version: Int
  /// A snake_case name.
  public let name: String
  /// The lowest schema version whose code can still read and write a file that this step was applied to.
  public let compatibleFrom: Int
  /// What it runs, in order.
  public let statements: [String]

  /// Makes a step; without `compatibleFrom` only code that knows the step can use the file afterwards.
  public init(version: Int, name: String, compatibleFrom: Int? = nil, statements: [String]) {
    self.version = version
    self.name = name
    self.compatibleFrom = compatibleFrom ?? version
    self.statements = statements
  }

  /// Tells an edited step from the one that was applied (FNV-1a; no protection against anybody).
  var checksum: String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for text in ["\(version)", name] + statements {
      for byte in Array(text.utf8) + [10] {
        hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
      }
    }
    let hex = String(hash, radix: 16)
    return "fnv1a64-" + String(repeating: "0", count: 16 - hex.count) + hex
  }
}

/// The steps that lead to the schema this code works with.
///
/// What was applied is recorded in the table `schema_migrations`.
public struct Schema: Sendable {
  /// Why a file does not fit this code. The file is not changed.
  public enum Mismatch: Error, Equatable, Sendable {
    /// The file was written by newer code, and its steps say that this code cannot use it.
    case newer(version: Int, name: String, known: Int)
    /// A recorded step has another name or text than ours: the file belongs to another program.
    case foreign(version: Int, name: String)
    /// The file holds no schema at all, e.g. because its creation was cut short.
    case empty
  }

  private let migrations: [Migration]

  /// A schema of these steps, in ascending order.
  public init(_ migrations: [Migration]) {
    self.migrations = migrations
  }

  /// Checks what the file has.
  ///
  /// - Returns: whether steps are missing that ``apply(in:at:)`` would take.
  /// - Throws: ``Mismatch`` or ``SQLiteError``.
  public func check(in transaction: borrowing Transaction<some Any>) throws -> Bool {
    guard try Self.isPresent(in: transaction) else { throw Mismatch.empty }
    return try missing(in: transaction).isEmpty == false
  }

  /// Takes the missing steps; on an empty file, all of them.
  ///
  /// - Parameter timestamp: the text for `applied_at`.
  /// - Throws: ``Mismatch`` or ``SQLiteError``.
  public func apply(in transaction: borrowing Transaction<WriteAccess>, at timestamp: String) throws {
    if try !Self.isPresent(in: transaction) {
      try transaction.execute(
        """
        CREATE TABLE schema_migrations(version INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, checksum TEXT NOT NULL,
          applied_at TEXT NOT NULL, compatible_from INTEGER NOT NULL) STRICT
        """)
    }
    for migration in try missing(in: transaction) {
      for statement in migration.statements {
        try transaction.execute(statement)
      }
      try transaction.execute(
        "INSERT INTO schema_migrations(version, name, checksum, applied_at, compatible_from) VALUES(?,?,?,?,?)",
        migration.version, migration.name, migration.checksum, timestamp, migration.compatibleFrom)
    }
  }

  private static func isPresent(in transaction: borrowing Transaction<some Any>) throws -> Bool {
    try transaction.first("SELECT 1 FROM sqlite_schema WHERE type='table' AND name='schema_migrations'") { _ in true }
      ?? false
  }

  private func missing(in transaction: borrowing Transaction<some Any>) throws -> [Migration] {
    let known = migrations.last?.version ?? 0
    var applied: Set<Int> = []
    let recorded = try transaction.rows("SELECT version, name, checksum FROM schema_migrations ORDER BY version") {
      (Int($0[0] as Int64), $0[1] as String, $0[2] as String)
    }
    for (version, name, checksum) in recorded {
      if let ours = migrations.first(where: { $0.version == version }) {
        guard ours.name == name, ours.checksum == checksum else {
          throw Mismatch.foreign(version: version, name: name)
        }
      } else {
        let compatible = try transaction.first(
          "SELECT compatible_from FROM schema_migrations WHERE version=?", version
        ) { $0[0] as Int64 }
        guard let compatible, compatible <= known else {
          throw Mismatch.newer(version: version, name: name, known: known)
        }
      }
      applied.insert(version)
    }
    return migrations.filter { !applied.contains($0.version) }
  }
}
