internal import CSystem

/// An exclusive lock of an open file description: it lasts until the last descriptor of that description is closed, in
/// whichever process.
public enum DescriptionLock {
  /// Takes it without waiting; EAGAIN when another description holds it.
  public static func take(_ file: borrowing FileDescriptor, _ path: String) throws(SystemError) {
    _ = try SystemError.check(cs_description_lock(file.rawValue), "lock", path)
  }

  /// Whether another description holds it. Takes nothing.
  public static func isHeld(_ file: borrowing FileDescriptor, _ path: String) throws(SystemError) -> Bool {
    try SystemError.check(cs_description_locked(file.rawValue), "lock", path) == 1
  }
}
