/// Who sent a request.
public enum Peer: Sendable, Equatable {
  /// A process on this host, connected to the Unix socket. User and process id are the kernel's, taken when the
  /// process connected.
  case unix(uid: UInt32, pid: Int32)
  /// A TCP connection: numeric addresses and ports of both ends.
  case tcp(remoteAddress: String, remotePort: UInt16, localAddress: String, localPort: UInt16)
}
