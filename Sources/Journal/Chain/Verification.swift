/// What a walk over the hash chain found.
public struct Verification: Sendable, Equatable {
  /// The last event that was reached with everything before it in order; 0 for none.
  public internal(set) var head: Int64 = 0
  /// Its hash; 32 zero bytes for none.
  public internal(set) var hash: [UInt8] = HashChain.start
  /// The first thing that is wrong; nil when nothing is.
  public internal(set) var problem: Problem?

  /// Something wrong in a journal.
  public struct Problem: Sendable, Equatable, CustomStringConvertible {
    /// The kind of a problem.
    public enum Kind: String, Sendable {
      /// An event does not have the hash that its content and the events before it give.
      case hash = "hash_mismatch"
      /// An event is missing.
      case gap = "sequence_gap"
      /// Events are missing at the end that had been on disk.
      case tail = "tail_missing"
      /// An event is older than the one before it.
      case time = "time_decreased"
      /// SQLite finds the file's structure damaged.
      case structure = "structure"
    }

    /// What is wrong.
    public let kind: Kind
    /// The event it was found at; 0 when it is the file as a whole.
    public let sequence: Int64
    /// What was found, in words.
    public let detail: String

    /// Kind, place and detail in one line.
    public var description: String { "\(kind.rawValue) at event \(sequence): \(detail)" }
  }
}
