#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A numeric IPv4 or IPv6 address with a port, in the form of the socket calls and back.
struct InternetAddress: Sendable, Equatable, CustomStringConvertible {
  /// The address as text: `127.0.0.1`, `::1`.
  let host: String
  let port: UInt16

  var isIPv6: Bool { host.utf8.contains(UInt8(ascii: ":")) }
  var family: Int32 { isIPv6 ? AF_INET6 : AF_INET }
  var description: String { isIPv6 ? "[\(host)]:\(port)" : "\(host):\(port)" }

  /// An address from text; nil when the host is not numeric.
  init?(host: String, port: UInt16) {
    self.host = host
    self.port = port
    var binary = in6_addr()
    guard inet_pton(family, host, &binary) == 1 else { return nil }
  }

  /// The address the kernel gives, or nil for another family.
  init?(_ address: UnsafePointer<sockaddr>) {
    var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
    switch Int32(address.pointee.sa_family) {
    case AF_INET:
      let v4 = UnsafeRawPointer(address).loadUnaligned(as: sockaddr_in.self)
      var binary = v4.sin_addr
      inet_ntop(AF_INET, &binary, &text, socklen_t(text.count))
      port = UInt16(bigEndian: v4.sin_port)
    case AF_INET6:
      let v6 = UnsafeRawPointer(address).loadUnaligned(as: sockaddr_in6.self)
      var binary = v6.sin6_addr
      inet_ntop(AF_INET6, &binary, &text, socklen_t(text.count))
      port = UInt16(bigEndian: v6.sin6_port)
    default:
      return nil
    }
    host = String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// The local address of a socket, or nil when it is no internet socket.
  init?(localOf descriptor: Int32) {
    self.init { getsockname(descriptor, $0, $1) }
  }

  /// The address of the other end of a socket, or nil when it is no connected internet socket.
  init?(remoteOf descriptor: Int32) {
    self.init { getpeername(descriptor, $0, $1) }
  }

  private init?(_ ask: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Int32) {
    var storage = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    let address = withUnsafeMutablePointer(to: &storage) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        ask(address, &length) == 0 ? InternetAddress(address) : nil
      }
    }
    guard let address else { return nil }
    self = address
  }

  /// Calls `body` with the address in the form of the socket calls.
  func withSockaddr<R>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> R) -> R {
    if isIPv6 {
      var address = sockaddr_in6()
      address.sin6_family = sa_family_t(AF_INET6)
      address.sin6_port = port.bigEndian
      inet_pton(AF_INET6, host, &address.sin6_addr)
      return Self.rebound(&address, body)
    }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    inet_pton(AF_INET, host, &address.sin_addr)
    return Self.rebound(&address, body)
  }

  private static func rebound<Address, R>(
    _ address: inout Address, _ body: (UnsafePointer<sockaddr>, socklen_t) -> R
  ) -> R {
    withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<Address>.size)) }
    }
  }
}
