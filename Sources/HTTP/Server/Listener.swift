/// Where a server accepts connections.
public enum Listener: Sendable, Equatable {
  /// A TCP address: a numeric one, or `localhost`, which means both loopback addresses with one port (IPv6 is left out
  /// where the host has none). Port 0 takes a free one.
  case tcp(host: String, port: UInt16)
  /// A Unix socket, created with mode 0600 and removed when the server stops. Whatever lies at the path is an error:
  /// what to do about a stale socket is the caller's decision. The path may be longer than a socket address holds.
  case unix(path: String)
  /// A socket that listens already, of either kind. The server closes it.
  case descriptor(Int32)
}

/// An address a server accepts connections at.
public enum BoundAddress: Sendable, Equatable, CustomStringConvertible {
  /// A numeric TCP address.
  case tcp(host: String, port: UInt16)
  /// The path of a Unix socket, empty for one that was handed over.
  case unix(path: String)

  /// `127.0.0.1:2123`, `[::1]:2123` or the path.
  public var description: String {
    switch self {
    case .tcp(let host, let port): host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]:\(port)" : "\(host):\(port)"
    case .unix(let path): path
    }
  }
}
