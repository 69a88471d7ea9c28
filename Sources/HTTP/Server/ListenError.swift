import Platform

/// A server that could not be started, most often for a listener that could not be opened. The text has the form
/// `listen tcp 127.0.0.1:2123: bind: address already in use`.
public struct ListenError: Error, Sendable, Equatable, CustomStringConvertible {
  /// `tcp` or `unix`; `loop` when it is the server itself that could not be started.
  public let network: String
  /// The address as it was asked for; empty for `loop`.
  public let address: String
  /// The call that failed: `socket`, `bind`, `listen`, `lookup` …; `start` for a server that was started before.
  public let operation: String
  /// The error number; EADDRINUSE for a port or path that is taken.
  public let errno: Int32

  /// Whether somebody else has the address.
  public var isAddressInUse: Bool { SystemError(operation: operation, errno: errno).isAddressInUse }

  /// The text above.
  public var description: String {
    let reason = SystemError(operation: operation, errno: errno).reason
    return "listen \(network) \(address): \(operation): \(reason.prefix(1).lowercased() + reason.dropFirst())"
  }
}
