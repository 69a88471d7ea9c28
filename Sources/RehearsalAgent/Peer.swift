import ACP
import Glibc
import Platform

/// The client at the other end of standard input and output, line by line. For one thread.
final class Peer {
  /// What waiting brought.
  enum Event {
    case line([UInt8])
    /// The client has closed its end.
    case end
    /// The time is up.
    case timeout
  }

  /// The client is gone: nothing can be sent any more.
  struct Gone: Error {}

  /// How much may be collected before it is written.
  private static let bufferLimit = 64 << 10

  private let transcript: Transcript?
  private let clock = SystemClock()
  private var splitter = LineSplitter()
  private var hasEnded = false
  private var outgoing: [UInt8] = []
  /// The rest of a message whose first half was sent.
  private var owed: [UInt8] = []

  init(log: String?) throws(SystemError) {
    transcript = if let log { try Transcript(path: log) } else { nil }
  }

  /// Sends lines, which must be whole.
  func send(_ line: [UInt8]) throws(Gone) {
    try post(line)
    try flush()
  }

  /// Sends a line, but not necessarily at once.
  func post(_ line: [UInt8]) throws(Gone) {
    transcript?.sent(line)
    outgoing += owed + line
    owed = []
    if outgoing.count >= Self.bufferLimit { try flush() }
  }

  /// Sends half of a line now, and the other half before whatever comes next.
  func sendHalf(_ line: [UInt8]) throws(Gone) {
    let half = line.count / 2
    try post(Array(line[..<half]))
    owed = Array(line[half...])
    try flush()
  }

  /// Sends the other half of a line whose first half was sent.
  func settle() throws(Gone) {
    outgoing += owed
    owed = []
    try flush()
  }

  /// Writes what was collected; waits until the client has taken it.
  func flush() throws(Gone) {
    var done = 0
    while done < outgoing.count {
      let count = outgoing[done...].withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
      if count >= 0 {
        done += count
      } else if errno != EINTR {
        throw Gone()
      }
    }
    outgoing.removeAll(keepingCapacity: true)
  }

  /// The next line, waiting for it until a point in time, or for ever.
  func receive(until deadline: BootTime? = nil) -> Event {
    while true {
      do {
        if let line = try splitter.next() {
          transcript?.received(line.bytes)
          return .line(line.bytes)
        }
      } catch {
        return .end
      }
      if hasEnded { return .end }
      guard isReadable(until: deadline) else { return .timeout }
      readMore()
    }
  }

  /// Waits for nothing but time.
  func sleep(until deadline: BootTime) {
    while remaining(until: deadline) != 0 { _ = poll(nil, 0, remaining(until: deadline)) }
  }

  private func readMore() {
    var piece = [UInt8](repeating: 0, count: 64 << 10)
    let count = piece.withUnsafeMutableBytes { read(STDIN_FILENO, $0.baseAddress, $0.count) }
    if count > 0 {
      splitter.append(piece[..<count])
    } else if count == 0 || errno != EINTR {
      hasEnded = true
    }
  }

  private func isReadable(until deadline: BootTime?) -> Bool {
    while true {
      let wait = deadline.map(remaining(until:)) ?? -1
      var descriptor = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
      let ready = poll(&descriptor, 1, wait)
      if ready > 0 { return true }
      if ready == 0, wait == 0 || remaining(until: deadline ?? clock.boot()) == 0 { return false }
    }
  }

  /// Milliseconds until a point in time, rounded up.
  private func remaining(until deadline: BootTime) -> Int32 {
    let nanoseconds = deadline.nanoseconds - clock.boot().nanoseconds
    return Int32(clamping: max(0, (nanoseconds + 999_999) / 1_000_000))
  }
}
