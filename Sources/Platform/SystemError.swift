import CSystem

/// A system call that failed: what was tried, on what, and the error number it left.
public struct SystemError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The call, as its manual page names it.
  public let operation: String
  /// The file it was about, where there is one.
  public let path: String?
  /// The error number, positive.
  public let errno: Int32

  /// Makes the error of a call that failed with `errno`.
  public init(operation: String, path: String? = nil, errno: Int32) {
    self.operation = operation
    self.path = path
    self.errno = errno
  }

  /// The system's own words for the error number, like "No such file or directory".
  public var reason: String { String(cString: strerror(errno)) }

  /// The text for people.
  public var description: String {
    guard let path else { return "\(operation): \(reason)" }
    return "\(operation) \(path): \(reason)"
  }
}

extension SystemError {
  /// Passes on the result of a C wrapper, which is a negative error number when the call failed.
  static func check(
    _ result: Int32, _ operation: String, _ path: String? = nil
  ) throws(SystemError) -> Int32 {
    guard result < 0 else { return result }
    throw SystemError(operation: operation, path: path, errno: -result)
  }

  /// Passes on a count of bytes, or throws the negative error number that stands in its place.
  static func check(_ result: Int, _ operation: String, _ path: String? = nil) throws(SystemError) -> Int {
    guard result < 0 else { return result }
    throw SystemError(operation: operation, path: path, errno: Int32(-result))
  }
}
