import Glibc
import HTTP
import Platform
import Testing

/// Many clients of a session's stream at once, on as many sockets: some read, the others take nothing.
final class Crowd {
  /// One client that reads: what it saw is the numbers of its events, which must follow one another.
  private struct Reader {
    let connection: RawConnection
    /// The beginning of a line.
    var rest: [UInt8] = []
    var last = 0
    var hasEnded = false
  }

  private let path: String
  private let address: BoundAddress
  private var readers: [Reader] = []
  private var silent: [RawConnection] = []
  /// What was not as it should be.
  private(set) var problems: [String] = []

  init(_ session: SessionHandle, socket: String) {
    path = session.path("/stream")
    address = .unix(path: socket)
  }

  /// The numbers of the last events of those who read.
  var positions: [Int] { readers.map(\.last) }

  /// Clients that read, each behind an event.
  func join(reading count: Int, after sequence: Int = 0) throws {
    for _ in 0..<count { readers.append(Reader(connection: try open(after: sequence), last: sequence)) }
  }

  /// Clients that take the head of the answer, and then nothing.
  func join(silent count: Int) throws {
    for _ in 0..<count {
      let connection = try open(after: 0)
      var head = [UInt8](repeating: 0, count: 16)
      #expect(recv(connection.descriptor, &head, head.count, 0) == head.count)
      silent.append(connection)
    }
  }

  /// The silent ones begin to read.
  func awaken() {
    readers += silent.map { Reader(connection: $0) }
    silent = []
  }

  /// Those whose connection has ended go on behind the last event they saw.
  func reconnect() throws {
    for index in readers.indices where readers[index].hasEnded {
      let last = readers[index].last
      readers[index] = Reader(connection: try open(after: last), last: last)
    }
  }

  /// Reads until `isDone`, which is asked whenever something was read.
  func read(within limit: Duration = .seconds(120), until isDone: (Crowd) -> Bool) throws {
    let end = ContinuousClock.now + limit
    var buffer = [UInt8](repeating: 0, count: 256 << 10)
    while !isDone(self) {
      guard ContinuousClock.now < end else { throw TimedOut(description: "a crowd that has read everything") }
      let open = readers.indices.filter { !readers[$0].hasEnded }
      var polled = open.map { pollfd(fd: readers[$0].connection.descriptor, events: Int16(POLLIN), revents: 0) }
      guard poll(&polled, nfds_t(polled.count), 1000) >= 0 || errno == EINTR else {
        throw RawConnection.Failure(operation: "poll", code: errno)
      }
      for (place, index) in open.enumerated() where polled[place].revents != 0 {
        let count = recv(polled[place].fd, &buffer, buffer.count, Int32(MSG_DONTWAIT))
        if count > 0 { take(buffer[..<count], index) } else { readers[index].hasEnded = true }
      }
    }
  }

  /// How many connections of those who read have ended.
  var endedCount: Int { readers.count { $0.hasEnded } }

  private func open(after sequence: Int) throws -> RawConnection {
    let connection = try RawConnection(address)
    try connection.send("GET \(path) HTTP/1.1\r\nHost: localhost\r\nLast-Event-ID: \(sequence)\r\n\r\n")
    return connection
  }

  /// Looks at the whole lines for those that tell the number of an event.
  private func take(_ bytes: ArraySlice<UInt8>, _ index: Int) {
    let all = readers[index].rest + bytes
    var start = 0
    all.withUnsafeBytes { all in
      while let found = memchr(all.baseAddress! + start, Int32(UInt8(ascii: "\n")), all.count - start) {
        let end = all.baseAddress!.distance(to: UnsafeRawPointer(found))
        if all[start..<end].starts(with: Self.mark) { note(all[(start + Self.mark.count)..<end], index) }
        start = end + 1
      }
    }
    readers[index].rest = Array(all[start...])
  }

  private func note(_ digits: Slice<UnsafeRawBufferPointer>, _ index: Int) {
    let number = Int(String(decoding: digits, as: UTF8.self))
    if number != readers[index].last + 1 {
      problems.append("after \(readers[index].last) came \(number.map(String.init) ?? "no number")")
    }
    readers[index].last = number ?? 0
  }

  private static let mark = Array("id: ".utf8)
}
