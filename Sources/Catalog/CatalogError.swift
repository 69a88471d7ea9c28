public import Platform
internal import SQLite

/// Why the catalog could not be used or refused a change. A failed call has changed nothing.
public enum CatalogError: Error, Equatable, Sendable {
  /// A newer agh wrote the file, and this one cannot use it.
  case newer(path: String, version: Int, name: String, known: Int)
  /// Another program wrote the file.
  case foreign(path: String)
  /// Somebody else has held the file for 5 s.
  case busy(path: String)
  /// The disk has no room. Nothing of the change is written, and it can be tried again.
  case full(path: String)
  /// The file was found damaged while it was in use; opening it again puts it aside and makes an empty one.
  case corrupt(path: String, detail: String)
  /// An I/O error met the catalog before; nothing is known about what is on disk until it is opened again.
  case failed(path: String, reason: String)
  /// The catalog was closed.
  case closed(path: String)
  /// Another workspace has that name.
  case workspaceNameTaken(String)
  /// The directory is registered already.
  case workspacePathTaken(WorkspaceEntry)
  /// Any other failure of SQLite.
  case storage(String)
  /// Any other failure of the operating system.
  case system(SystemError)
}

extension CatalogError: CustomStringConvertible {
  /// The code of the failure in the error catalogue.
  public var code: String {
    switch self {
    case .workspaceNameTaken, .workspacePathTaken: "workspace_conflict"
    case .full: "home_full"
    default: "catalog_unavailable"
    }
  }

  /// What happened, in one sentence, and what to do where that is known.
  public var description: String {
    switch self {
    case .newer(let path, let version, let name, let known):
      "\(path) was written by a newer agh (step \(version) \"\(name)\"; this one knows \(known)): "
        + "install the newer agh again, or move the file away to have it rebuilt from the sessions on disk"
    case .foreign(let path):
      "\(path) was written by another program: move it away to have it rebuilt from the sessions on disk"
    case .busy(let path): "\(path) is in use by another program, e.g. an open sqlite3 shell: close it and try again"
    case .full(let path): "the disk has no room for \(path)"
    case .corrupt(let path, let detail):
      "\(path) is damaged (\(detail)): restart the daemon, which puts it aside and rebuilds it"
    case .failed(let path, let reason): "writing to \(path) failed before (\(reason)): restart the daemon"
    case .closed(let path): "\(path) is closed"
    case .workspaceNameTaken(let name): "there is a workspace named \"\(name)\" already"
    case .workspacePathTaken(let entry): "\(entry.rootDirectory) is registered already, as \"\(entry.name)\""
    case .storage(let detail): detail
    case .system(let error): "\(error)"
    }
  }

  /// Runs `body` and gives errors of the layers below their name here.
  static func translating<Result>(_ path: String, _ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let error as SQLiteError {
      switch error.code {
      case .corrupt, .notADatabase: throw CatalogError.corrupt(path: path, detail: error.message)
      case .busy, .locked: throw CatalogError.busy(path: path)
      case .full: throw CatalogError.full(path: path)
      case .inputOutput: throw CatalogError.failed(path: path, reason: error.message)
      default: throw CatalogError.storage("\(error)")
      }
    } catch let error as SystemError {
      throw error.isFull ? CatalogError.full(path: path) : CatalogError.system(error)
    } catch let mismatch as Schema.Mismatch {
      switch mismatch {
      case .newer(let version, let name, let known):
        throw CatalogError.newer(path: path, version: version, name: name, known: known)
      case .foreign, .empty: throw CatalogError.foreign(path: path)
      }
    }
  }
}
