internal import CSystem

/// Stream sockets of the Unix domain, for callers that wait for them elsewhere.
public enum UnixSocket {
  /// Connects to the socket at `path`; the descriptor does not block. ENAMETOOLONG past the 107 bytes of an address,
  /// ECONNREFUSED when nobody listens.
  public static func connect(_ path: String) throws(SystemError) -> FileDescriptor {
    FileDescriptor(owning: try SystemError.check(cs_unix_connect(path), "connect", path))
  }

  /// Sends as much of `bytes` as there is room for and returns how much that was. Never waits: EAGAIN when there is no
  /// room at all. EPIPE when the other side is gone, and no signal.
  public static func send(
    _ bytes: UnsafeRawBufferPointer, to socket: borrowing FileDescriptor
  ) throws(SystemError) -> Int {
    guard let base = bytes.baseAddress else { return 0 }
    return try SystemError.check(cs_send(socket.rawValue, base, bytes.count), "send")
  }
}
