#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
import Platform

/// A listening socket and what has to be tidied up when it is closed.
struct BoundSocket: Sendable {
  let descriptor: Int32
  let address: BoundAddress
  /// Device and inode of the socket file that was created here.
  let file: SocketFile?

  struct SocketFile: Sendable, Equatable {
    let path: String
    let device: UInt64
    let inode: UInt64
  }

  /// Closes the socket and removes its file, unless something else lies there by now.
  func close() {
    if let file, SocketBinding.file(at: file.path) == file { unlink(file.path) }
    _ = SocketBinding.closeDescriptor(descriptor)
  }
}

/// Opens listening sockets.
enum SocketBinding {
  /// Opens all or none.
  static func open(_ listeners: [Listener]) throws(ListenError) -> [BoundSocket] {
    var sockets: [BoundSocket] = []
    for listener in listeners {
      do throws(ListenError) {
        switch listener {
        case .tcp(let host, let port): sockets += try tcp(host, port)
        case .unix(let path): sockets.append(try unix(path))
        case .descriptor(let descriptor): sockets.append(adopt(descriptor))
        }
      } catch {
        for socket in sockets { socket.close() }
        throw error
      }
    }
    return sockets
  }

  private static func tcp(_ host: String, _ port: UInt16) throws(ListenError) -> [BoundSocket] {
    guard host == "localhost" else {
      guard let address = InternetAddress(host: host, port: port) else {
        throw ListenError(network: "tcp", address: "\(host):\(port)", operation: "lookup", errno: EADDRNOTAVAIL)
      }
      return [try tcp(address)]
    }
    var attempts = port == 0 ? 16 : 1
    while true {
      attempts -= 1
      let first = try tcp(loopback("127.0.0.1", port))
      guard case .tcp(_, let taken) = first.address else { return [first] }
      do throws(ListenError) {
        return [first, try tcp(loopback("::1", taken))]
      } catch {
        if error.errno == EADDRNOTAVAIL || error.errno == EAFNOSUPPORT { return [first] }
        first.close()
        guard error.errno == EADDRINUSE, attempts > 0 else { throw error }
      }
    }
  }

  private static func loopback(_ host: String, _ port: UInt16) throws(ListenError) -> InternetAddress {
    guard let address = InternetAddress(host: host, port: port) else {
      throw ListenError(network: "tcp", address: "\(host):\(port)", operation: "lookup", errno: EINVAL)
    }
    return address
  }

  private static func tcp(_ address: InternetAddress) throws(ListenError) -> BoundSocket {
    func failure(_ operation: String) -> ListenError {
      ListenError(network: "tcp", address: address.description, operation: operation, errno: errno)
    }
    let descriptor = makeStreamSocket(address.family, nonblocking: true)
    guard descriptor >= 0 else { throw failure("socket") }
    setOption(descriptor, SOL_SOCKET, SO_REUSEADDR, Int32(1))
    if address.isIPv6 { setOption(descriptor, Int32(IPPROTO_IPV6), IPV6_V6ONLY, Int32(1)) }
    guard address.withSockaddr({ bind(descriptor, $0, $1) }) == 0, listen(descriptor, backlog) == 0 else {
      let error = failure("bind")
      _ = closeDescriptor(descriptor)
      throw error
    }
    let bound = InternetAddress(localOf: descriptor) ?? address
    return BoundSocket(descriptor: descriptor, address: .tcp(host: bound.host, port: bound.port), file: nil)
  }

  private static func unix(_ path: String) throws(ListenError) -> BoundSocket {
    func failure(_ operation: String, _ code: Int32) -> ListenError {
      ListenError(network: "unix", address: path, operation: operation, errno: code)
    }
    let address: UnixSocketAddress
    do throws(SystemError) {
      address = try UnixSocketAddress(path: path)
    } catch {
      throw failure(error.operation, error.errno)
    }
    let descriptor = makeStreamSocket(AF_UNIX, nonblocking: true)
    guard descriptor >= 0 else { throw failure("socket", errno) }
    guard address.withSockaddr({ bind(descriptor, $0, $1) }) == 0 else {
      let code = errno
      _ = closeDescriptor(descriptor)
      throw failure("bind", code)
    }
    let file = file(at: path)
    // Nobody can connect before listen: the mode is right from the first connection on.
    guard chmod(path, 0o600) == 0, listen(descriptor, backlog) == 0 else {
      let code = errno
      BoundSocket(descriptor: descriptor, address: .unix(path: path), file: file).close()
      throw failure("listen", code)
    }
    return BoundSocket(descriptor: descriptor, address: .unix(path: path), file: file)
  }

  private static func adopt(_ descriptor: Int32) -> BoundSocket {
    _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    let address = InternetAddress(localOf: descriptor)
    return BoundSocket(
      descriptor: descriptor, address: address.map { .tcp(host: $0.host, port: $0.port) } ?? .unix(path: ""), file: nil)
  }

  static func file(at path: String) -> BoundSocket.SocketFile? {
    var status = stat()
    guard lstat(path, &status) == 0 else { return nil }
    return BoundSocket.SocketFile(path: path, device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
  }

  static func closeDescriptor(_ descriptor: Int32) -> Int32 { close(descriptor) }

  private static let backlog: Int32 = 511
}
