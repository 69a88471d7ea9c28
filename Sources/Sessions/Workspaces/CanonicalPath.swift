import Diagnostics
import Platform

/// Paths of directories with every link resolved. All calls block.
enum CanonicalPath {
  /// The canonical path of a directory; says what is wrong when it is none.
  static func directory(_ path: String) throws -> String {
    let status: FileStatus?
    do {
      status = try FileStatus.ifPresent(path)
    } catch {
      throw AghError(.workingDirectoryMissing, "the directory \(path) cannot be used: \(error.reason)")
    }
    guard let status else { throw AghError(.workingDirectoryMissing, "the directory \(path) does not exist") }
    guard status.kind == .directory else {
      throw AghError(.invalidRequest, "\(path) is not a directory", next: "name the directory that holds it")
    }
    return try RealPath.of(path)
  }

  /// The canonical path, or nil when nothing is there.
  static func ifPresent(_ path: String) -> String? { try? RealPath.of(path) }
}
