internal import CSystem
public import Diagnostics
import Platform

/// The rules for the place where the daemon's Unix socket may lie.
public enum SocketPath {
  /// The longest path, in bytes; the public runtime's limit, and within every system's.
  public static let longest = 103

  /// Makes sure that a daemon can listen at a path, and removes a socket of ours that nobody answers any more.
  ///
  /// Anything else that lies there stays: it may be somebody's file, or another daemon's socket.
  ///
  /// - Throws: `socket_path_too_long`, `socket_directory_not_ours` or `socket_path_occupied`.
  public static func clear(_ path: String) throws(AghError) {
    guard path.utf8.count <= longest else {
      throw AghError(
        .socketPathTooLong, "the socket path \(path) has \(path.utf8.count) bytes; at most \(longest) are possible")
    }
    do throws(SystemError) {
      try checkDirectory(AbsolutePath.parent(of: path))
      try removeLeftover(path)
    } catch {
      throw refusal(path, error)
    }
  }

  private static func checkDirectory(_ directory: String) throws(SystemError) {
    if try FileStatus.ifPresent(directory) == nil {
      try Directory.make(directory, mode: 0o700)
      try Permissions.set(0o700, of: directory)
    }
    let status = try FileStatus.of(directory)
    guard status.kind == .directory else { throw SystemError(operation: "open", path: directory, errno: ENOTDIR) }
    guard status.user == CurrentProcess.user, status.permissions & 0o022 == 0 else {
      throw SystemError(operation: "open", path: directory, errno: EPERM)
    }
  }

  private static func removeLeftover(_ path: String) throws(SystemError) {
    guard let status = try FileStatus.ifPresent(path, following: false) else { return }
    guard status.kind == .socket, status.user == CurrentProcess.user else {
      throw SystemError(operation: "listen", path: path, errno: EEXIST)
    }
    guard try isAbandoned(path) else { throw SystemError(operation: "listen", path: path, errno: EADDRINUSE) }
    try SystemFiles().remove(path)
  }

  /// Only a refusal proves that nobody listens; a full queue, for one, does not.
  private static func isAbandoned(_ path: String) throws(SystemError) -> Bool {
    do {
      _ = try UnixSocket.connect(path)
      return false
    } catch {
      return error.errno == ECONNREFUSED
    }
  }

  private static func refusal(_ path: String, _ error: SystemError) -> AghError {
    let directory = AbsolutePath.parent(of: path)
    switch error.errno {
    case EPERM:
      return AghError(
        .socketDirectoryNotOurs,
        "the directory \(directory) of the socket must belong to this user and be writable by nobody else")
    case EEXIST:
      return AghError(
        .socketPathOccupied, "\(path) is not a socket of this user, and the daemon's socket would lie there")
    case EADDRINUSE:
      return AghError(
        .socketPathOccupied, "another program answers at the socket \(path)",
        next: "stop the program, or set [daemon].socket to another path")
    default:
      return AghError(.socketDirectoryNotOurs, "the daemon's socket cannot lie at \(path): \(error)")
    }
  }
}
