import Glibc

@testable import HTTP

/// A Unix socket that answers one connection with fixed bytes.
final class RawListener: Sendable {
  private let socket: BoundSocket

  init(path: String) throws {
    socket = try SocketBinding.open([.unix(path: path)])[0]
    _ = fcntl(socket.descriptor, F_SETFL, 0)
  }

  deinit {
    socket.close()
  }

  /// Reads a head, sends the bytes, closes.
  func serveOnce(_ bytes: String) throws {
    let connection = accept(socket.descriptor, nil, nil)
    defer { close(connection) }
    var buffer = [UInt8](repeating: 0, count: 64 * 1024)
    guard recv(connection, &buffer, buffer.count, 0) > 0 else { return }
    let bytes = Array(bytes.utf8)
    send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL))
  }
}
