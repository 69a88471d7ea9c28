internal import CSystem

/// Permissions of files, set whatever the mask of the process is.
public enum Permissions {
  /// Sets those of what lies at `path`.
  public static func set(_ mode: UInt32, of path: String) throws(SystemError) {
    _ = try SystemError.check(cs_chmod(path, mode), "chmod", path)
  }

  /// Sets those of an open file.
  public static func set(_ mode: UInt32, of file: borrowing FileDescriptor, _ path: String) throws(SystemError) {
    _ = try SystemError.check(cs_fchmod(file.rawValue, mode), "fchmod", path)
  }

  /// Whether this process may execute what lies at `path`.
  public static func allowExecuting(_ path: String) -> Bool { cs_is_executable(path) == 1 }
}
