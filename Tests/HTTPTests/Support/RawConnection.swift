import Glibc

@testable import HTTP

/// A connected socket that sends and receives bytes as they are. Waits 30 s at most.
final class RawConnection: Sendable {
  struct Failure: Error {
    let operation: String
    let code: Int32
  }

  let descriptor: Int32

  init(_ address: BoundAddress, receiveBuffer: Int32? = nil) throws {
    switch address {
    case .tcp(let host, let port):
      guard let address = InternetAddress(host: host, port: port) else { throw Failure(operation: "host", code: 0) }
      descriptor = makeStreamSocket(address.family, nonblocking: false)
      if let receiveBuffer { setOption(descriptor, SOL_SOCKET, SO_RCVBUF, receiveBuffer) }
      guard address.withSockaddr({ connect(descriptor, $0, $1) }) == 0 else {
        throw Failure(operation: "connect", code: errno)
      }
    case .unix(let path):
      let address = try UnixSocketAddress(path: path)
      descriptor = makeStreamSocket(AF_UNIX, nonblocking: false)
      guard address.withSockaddr({ connect(descriptor, $0, $1) }) == 0 else {
        throw Failure(operation: "connect", code: errno)
      }
    }
    setOption(descriptor, SOL_SOCKET, SO_RCVTIMEO, timeval(tv_sec: 30, tv_usec: 0))
    setOption(descriptor, SOL_SOCKET, SO_SNDTIMEO, timeval(tv_sec: 30, tv_usec: 0))
  }

  deinit {
    close(descriptor)
  }

  /// Sends everything; a peer that has closed is not an error.
  func send(_ bytes: [UInt8]) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      if count < 0, errno == EPIPE || errno == ECONNRESET { return }
      guard count >= 0 else { throw Failure(operation: "send", code: errno) }
      rest = rest.dropFirst(count)
    }
  }

  func send(_ text: String) throws { try send(Array(text.utf8)) }

  /// Sends a byte now and then until there is something to receive.
  func trickle(every milliseconds: Int32 = 5) throws {
    var polled = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    while poll(&polled, 1, milliseconds) == 0 { try send("x") }
  }

  func endOutput() { shutdown(descriptor, Int32(SHUT_WR)) }

  /// The next bytes; empty at the end.
  func receive() throws -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: 64 * 1024)
    let count = recv(descriptor, &buffer, buffer.count, 0)
    guard count >= 0 else { throw Failure(operation: "recv", code: errno) }
    return Array(buffer[..<count])
  }

  /// Everything up to the end; a reset counts as the end.
  func receiveAll() throws -> String {
    var all: [UInt8] = []
    do {
      while true {
        let bytes = try receive()
        if bytes.isEmpty { break }
        all += bytes
      }
    } catch let failure as Failure where failure.code == ECONNRESET {
      // What had arrived before is what counts.
    }
    return String(decoding: all, as: UTF8.self)
  }

  /// Everything up to and including a text.
  func receive(until text: String) throws -> String {
    var all = ""
    while !all.contains(text) {
      let bytes = try receive()
      guard !bytes.isEmpty else { throw Failure(operation: "end before \(text): \(all)", code: 0) }
      all += String(decoding: bytes, as: UTF8.self)
    }
    return all
  }
}
