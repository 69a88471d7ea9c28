internal import CSystem

// What callers ask of an error without knowing its number.

extension SystemError {
  /// A path led out of the root it was confined to, or through too many links.
  public var isEscape: Bool { errno == EXDEV || errno == ELOOP }
  /// Nothing lies there.
  public var isMissing: Bool { errno == ENOENT || errno == ENOTDIR }
  /// There is no room on the device, or the quota is used up: the one place that says what a full disk is.
  public var isFull: Bool { Self.full.contains(errno) }
  private static let full = [ENOSPC, EDQUOT]

  /// It cannot be done without waiting.
  public var wouldBlock: Bool { errno == EAGAIN }
  /// Whoever would have read it is gone.
  public var isBrokenPipe: Bool { errno == EPIPE }
  /// Somebody else has the address.
  public var isAddressInUse: Bool { errno == EADDRINUSE }
  /// It may not be written: the file system is read-only, or its owner does not allow it.
  public var isReadOnly: Bool { errno == EROFS || errno == EACCES || errno == EPERM }

  /// Whether a program's message ends with the system's words for an error that ``isFull`` is true for.
  public static func isFull(message: String) -> Bool {
    full.contains { message.hasSuffix(SystemError(operation: "", errno: $0).reason) }
  }

  /// The error of using a directory like a file.
  public static func isDirectory(_ operation: String, _ path: String) -> SystemError {
    SystemError(operation: operation, path: path, errno: EISDIR)
  }

  /// The error of a thing that is neither a file nor a directory.
  public static func isNoFile(_ operation: String, _ path: String) -> SystemError {
    SystemError(operation: operation, path: path, errno: EINVAL)
  }

  /// The error of a thing that should be a directory.
  public static func isNoDirectory(_ operation: String, _ path: String) -> SystemError {
    SystemError(operation: operation, path: path, errno: ENOTDIR)
  }

  /// The error of a file that is too large.
  public static func isTooLarge(_ operation: String, _ path: String) -> SystemError {
    SystemError(operation: operation, path: path, errno: EFBIG)
  }
}
