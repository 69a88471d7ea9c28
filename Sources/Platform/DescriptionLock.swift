internal import CSystem

/// An exclusive lock of an open file description: it lasts until the last descriptor of that description is closed, in
/// whichever process.
public enum DescriptionLock {
  /// Opens the file at `path`, made where it is missing, and takes its lock without waiting; EAGAIN when another
  /// description holds it. Whoever inherits the descriptor holds the lock as well.
  public static func open(_ path: String) throws(SystemError) -> FileDescriptor {
    let file = try FileDescriptor.open(path, O_RDWR | O_CREAT, mode: 0o600)
    _ = try SystemError.check(cs_description_lock(file.rawValue), "lock", path)
    return file
  }

  /// Whether somebody holds the lock of the file at `path`; false when there is no such file. Takes nothing.
  public static func isHeld(_ path: String) throws(SystemError) -> Bool {
    guard try FileStatus.ifPresent(path, following: false) != nil else { return false }
    let file = try FileDescriptor.file(path, O_RDWR)
    return try SystemError.check(cs_description_locked(file.rawValue), "lock", path) == 1
  }
}
