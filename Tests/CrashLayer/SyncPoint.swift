/// One sync that reaches the disk: what the program was doing, and what it synced.
public struct SyncPoint: Hashable, Sendable, CustomStringConvertible {
  /// What is synced.
  public enum Kind: String, Sendable {
    /// The write-ahead log, by a commit.
    case log
    /// The write-ahead log, by a checkpoint before it copies.
    case checkpointLog = "checkpoint-log"
    /// The database file, by a checkpoint after it has copied.
    case checkpointDatabase = "checkpoint-database"
    /// The database file, outside a checkpoint: entering and leaving WAL.
    case database
    /// The rollback journal: entering and leaving WAL.
    case journal
    /// The directory, by SQLite with the first sync of a log or rollback journal. It ignores the result.
    case logDirectory = "log-directory"
    /// A file, by the file layer of the program.
    case file
    /// A directory, by the file layer of the program.
    case directory
  }

  /// What the program was doing: the name of the step, or of the ``Platform/SyncName``.
  public var step: String
  /// What it synced.
  public var kind: Kind

  /// The sync of that kind in that step.
  public init(_ step: String, _ kind: Kind) {
    self.step = step
    self.kind = kind
  }

  /// Step and kind.
  public var description: String { "\(step).\(kind.rawValue)" }
}
