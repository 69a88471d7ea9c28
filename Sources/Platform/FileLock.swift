internal import CSystem

/// An exclusive lock of a whole file (`flock`), let go of by the kernel when the last descriptor of it is closed.
public enum FileLock {
  /// Takes it without waiting; false when another process holds it.
  public static func take(_ file: borrowing FileDescriptor, _ path: String) throws(SystemError) -> Bool {
    let result = cs_flock(file.rawValue)
    if result == -EWOULDBLOCK { return false }
    _ = try SystemError.check(result, "flock", path)
    return true
  }
}
