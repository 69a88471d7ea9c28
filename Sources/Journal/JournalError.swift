public import Platform
public import SQLite

/// Why a journal could not be used. A failed call has changed nothing, unless its case says otherwise.
public enum JournalError: Error, Equatable, Sendable {
  /// There is no journal in the directory.
  case missing(path: String)
  /// There is one already.
  case exists(path: String)
  /// The file holds no journal: its creation was cut short.
  case incomplete(path: String)
  /// A newer agh wrote it, and this one cannot use it.
  case newer(path: String, version: Int, name: String, known: Int)
  /// Another program wrote it.
  case foreign(path: String)
  /// Somebody else holds the file for longer than 5 s, e.g. a `sqlite3` shell in the middle of a read.
  case busy(path: String)
  /// A writer was killed while it left or entered WAL: open and close the journal for writing, then read again.
  case needsRecovery(path: String)
  /// The disk has no room. Nothing of the change is written, and it can be tried again.
  case full(path: String)
  /// The file is damaged.
  case corrupt(path: String, detail: String)
  /// An I/O error or damage met this writer before; nothing is known about what is on disk. Close it, open
  /// the journal again, verify it.
  case failed(path: String, reason: String)
  /// The writer or reader was closed.
  case closed(path: String)
  /// The event's sequence is not the head plus one.
  case sequenceGap(expected: Int64, found: Int64)
  /// The event is older than the one before it.
  case timeDecreased(sequence: Int64)
  /// The read was interrupted: others waited for it.
  case interrupted
  /// Reads wait until the writer has copied its log.
  case catchingUp(path: String)
  /// Reads are refused until the writer has copied its log.
  case overloaded(path: String)
  /// Any other failure of SQLite.
  case storage(SQLiteError)
  /// Any other failure of the operating system.
  case system(SystemError)
  /// libcrypto could not hash.
  case digest
}

extension JournalError: CustomStringConvertible {
  /// The code of the failure in the error catalogue.
  public var code: String {
    switch self {
    case .busy: "journal_busy"
    case .full: "home_full"
    case .corrupt, .missing, .incomplete: "journal_corrupt"
    case .interrupted, .catchingUp, .overloaded: "journal_overloaded"
    default: "journal_failed"
    }
  }

  /// What happened, in one sentence, and what to do where that is known.
  public var description: String {
    switch self {
    case .missing(let path): "there is no journal at \(path)"
    case .exists(let path): "there is a journal at \(path) already"
    case .incomplete(let path): "\(path) holds no journal: nothing was ever recorded in it, or everything is lost"
    case .newer(let path, let version, let name, let known):
      "\(path) was written by a newer agh (step \(version) \"\(name)\"; this one knows \(known)): "
        + "install the newer agh again, or restore the session from a backup"
    case .foreign(let path): "\(path) was not written by this program"
    case .busy(let path): "\(path) is in use by another program, e.g. an open sqlite3 shell: close it and try again"
    case .needsRecovery(let path): "\(path) was left in the middle of a change: open it for writing once"
    case .full(let path): "the disk has no room for \(path)"
    case .corrupt(let path, let detail): "\(path) is damaged: \(detail)"
    case .failed(let path, let reason): "writing to \(path) failed before (\(reason)): open it again and verify it"
    case .closed(let path): "\(path) is closed"
    case .sequenceGap(let expected, let found): "event \(found) does not follow: \(expected) is next"
    case .timeDecreased(let sequence): "event \(sequence) is older than the one before it"
    case .interrupted: "the read took too long while others waited for it"
    case .catchingUp(let path), .overloaded(let path):
      "\(path) is written faster than it can be read: its log has to be copied first"
    case .storage(let error): "\(error)"
    case .system(let error): "\(error)"
    case .digest: "libcrypto cannot compute SHA-256"
    }
  }

  /// Runs `body` and gives errors of the layers below their name here.
  static func translating<Result>(_ path: String, _ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let error as SQLiteError {
      throw JournalError(error, path: path)
    } catch let error as SystemError {
      throw error.isFull ? JournalError.full(path: path) : JournalError.system(error)
    } catch let mismatch as Schema.Mismatch {
      switch mismatch {
      case .newer(let version, let name, let known):
        throw JournalError.newer(path: path, version: version, name: name, known: known)
      case .foreign: throw JournalError.foreign(path: path)
      case .empty: throw JournalError.incomplete(path: path)
      }
    }
  }

  private init(_ error: SQLiteError, path: String) {
    switch error.code {
    case .corrupt, .notADatabase: self = .corrupt(path: path, detail: error.message)
    case .busy, .locked: self = .busy(path: path)
    case .full: self = .full(path: path)
    // Rollback, recovery and cannot-lock; a plain 8 is a file that may not be written.
    case .readOnly where [776, 264, 520].contains(error.extendedCode): self = .needsRecovery(path: path)
    case .interrupted: self = .interrupted
    default: self = .storage(error)
    }
  }
}
