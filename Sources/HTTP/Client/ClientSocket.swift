#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
import Platform

/// A connected Unix socket with blocking calls.
final class ClientSocket {
  let descriptor: Int32
  private let timeout: Duration?
  /// Descriptors that end waiting when one of them becomes readable.
  var wakeDescriptors: [Int32]

  init(path: String, timeout: Duration?, wakeDescriptors: [Int32]) throws(HTTPClientError) {
    let address: UnixSocketAddress
    do throws(SystemError) {
      address = try UnixSocketAddress(path: path)
    } catch {
      throw Self.failure(error.errno, "open", path)
    }
    descriptor = makeStreamSocket(AF_UNIX, nonblocking: false)
    self.timeout = timeout
    self.wakeDescriptors = wakeDescriptors
    guard descriptor >= 0 else { throw Self.failure(errno, "socket", path) }
    if let timeout {
      let interval = timeval(
        tv_sec: Int(timeout.microseconds / 1_000_000), tv_usec: Int(timeout.microseconds % 1_000_000))
      setOption(descriptor, SOL_SOCKET, SO_SNDTIMEO, interval)
    }
    while address.withSockaddr({ connect(descriptor, $0, $1) }) != 0 {
      if errno == EINTR { continue }
      if errno == EAGAIN, let timeout { throw .timedOut(after: timeout) }
      throw Self.failure(errno, "connect", path)
    }
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }

  /// Writes all bytes. A server that answers before it has read everything and closes is no error here: its answer is
  /// what counts.
  func write(_ bytes: [UInt8]) throws(HTTPClientError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      if count >= 0 {
        rest = rest.dropFirst(count)
      } else if errno == EPIPE || errno == ECONNRESET {
        return
      } else if errno == EAGAIN, let timeout {
        throw .timedOut(after: timeout)
      } else if errno != EINTR {
        throw .system(SystemError(operation: "send", path: nil, errno: errno))
      }
    }
  }

  /// The bytes that are there, at least one, waiting for them if need be; nil at the end.
  func read() throws(HTTPClientError) -> [UInt8]? {
    try wait()
    while true {
      var code: Int32 = 0
      let bytes = [UInt8](unsafeUninitializedCapacity: 64 * 1024) { buffer, count in
        let received = recv(descriptor, buffer.baseAddress, buffer.count, 0)
        if received < 0 { code = errno }
        count = max(0, received)
      }
      if code == EINTR { continue }
      if code == ECONNRESET { return nil }
      guard code == 0 else { throw .system(SystemError(operation: "recv", path: nil, errno: code)) }
      return bytes.isEmpty ? nil : bytes
    }
  }

  private func wait() throws(HTTPClientError) {
    let deadline = timeout.map { ContinuousClock.now + $0 }
    while true {
      var polled = [pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)]
      polled += wakeDescriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
      let count = poll(&polled, nfds_t(polled.count), milliseconds(until: deadline))
      if count < 0 {
        guard errno == EINTR else { throw .system(SystemError(operation: "poll", path: nil, errno: errno)) }
      } else if polled.dropFirst().contains(where: { $0.revents != 0 }) {
        throw .interrupted
      } else if polled[0].revents != 0 {
        return
      } else if let timeout, let deadline, ContinuousClock.now >= deadline {
        throw .timedOut(after: timeout)
      }
    }
  }

  private func milliseconds(until deadline: ContinuousClock.Instant?) -> Int32 {
    guard let deadline else { return -1 }
    let (seconds, attoseconds) = (deadline - .now).components
    guard seconds >= 0, attoseconds >= 0 else { return 0 }
    return Int32(clamping: seconds * 1000 + attoseconds / 1_000_000_000_000_000 + 1)
  }

  private static func failure(_ code: Int32, _ operation: String, _ path: String) -> HTTPClientError {
    switch code {
    case ENOENT, ENOTDIR: .noSocket(path: path)
    case ECONNREFUSED: .connectionRefused(path: path)
    case EACCES, EPERM: .permissionDenied(path: path)
    default: .system(SystemError(operation: operation, path: path, errno: code))
    }
  }
}
