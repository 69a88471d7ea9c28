internal import CSystem

/// The stream of this process for what is not its result.
public enum StandardError {
  /// The file it goes to; nil when it is closed.
  public static var file: FileStatus.Identity? {
    var found = cs_status()
    return cs_fstat(2, &found) == 0 ? FileStatus(found).identity : nil
  }

  /// Writes the bytes. What cannot be written is given up: there is nobody left to tell.
  public static func write(_ bytes: [UInt8]) { _ = cs_write(2, bytes, bytes.count) }

  /// From now on it and standard output go to `file`.
  public static func redirect(withOutput file: borrowing FileDescriptor) throws(SystemError) {
    _ = try SystemError.check(cs_replace(file.rawValue, 1), "dup2")
    _ = try SystemError.check(cs_replace(file.rawValue, 2), "dup2")
  }
}
