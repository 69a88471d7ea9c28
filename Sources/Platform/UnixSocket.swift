internal import CSystem

/// Stream sockets of the Unix domain, for callers that wait for them elsewhere.
public enum UnixSocket {
  /// Connects to the socket at `path`; the descriptor does not block. ENAMETOOLONG past the 107 bytes of an address,
  /// ECONNREFUSED when nobody listens.
  public static func connect(_ path: String) throws(SystemError) -> FileDescriptor {
    FileDescriptor(owning: try SystemError.check(cs_unix_connect(path), "connect", path))
  }
}
