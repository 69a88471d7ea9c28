internal import CSystem

/// One connection to the socket. Of all of them at most one is attached: the client.
///
/// What is to be said is kept as a state and not as a queue, so that a client that does not read costs nothing: only the
/// newest length, the newest position of the input, and what is new of each terminal are said when it reads again.
final class Connection {
  let descriptor: Int32
  var reader = FrameReader()
  private var sending: [UInt8] = []
  private var sent = 0

  var isAttached = false
  /// To be closed when everything has been sent.
  var isLeaving = false
  /// The length to say next; nil when the client knows it.
  var length: UInt64?
  /// The state of the input to say next; nil when the client knows it.
  var accepted: ShimFrame.Accepted?
  /// What holds up the spool, to say next.
  var blocked: Int32?
  /// The final length, when the exit is to be said next.
  var exited: UInt64?
  /// The terminals of which there is news.
  var terminals: [TerminalReport] = []

  init(_ descriptor: Int32) {
    self.descriptor = descriptor
  }

  deinit { _ = cs_close(descriptor) }

  /// News of a terminal, in place of older news of it.
  func tell(_ report: TerminalReport) {
    terminals.removeAll { $0.id == report.id }
    terminals.append(report)
  }

  /// Whether something waits to be sent.
  var hasNews: Bool {
    sent < sending.count
      || isAttached && (length != nil || accepted != nil || blocked != nil || exited != nil || !terminals.isEmpty)
  }

  /// Sends a frame after those that have begun; false when the client lets too many answers lie.
  func send(_ frame: ShimFrame) -> Bool {
    sending += frame.encoded()
    return sending.count - sent <= 4 << 20
  }

  /// Sends what the socket takes. False when the connection is over.
  func flush() -> Bool {
    while true {
      if sent == sending.count {
        sending = []
        sent = 0
        if isLeaving { return false }
        collectNews()
        if sending.isEmpty { return true }
      }
      let count = sending.withUnsafeBytes { buffer in
        buffer.baseAddress.map { cs_send(descriptor, $0 + sent, buffer.count - sent) } ?? 0
      }
      if count == -Int(EAGAIN) { return true }
      guard count > 0 else { return false }
      sent += count
    }
  }

  private func collectNews() {
    guard isAttached else { return }
    if let accepted { sending += ShimFrame.accepted(accepted).encoded() }
    for report in terminals { sending += ShimFrame.terminal(report).encoded() }
    if let blocked { sending += ShimFrame.blocked(blocked).encoded() }
    if let length { sending += ShimFrame.length(length).encoded() }
    if let exited { sending += ShimFrame.exited(length: exited).encoded() }
    accepted = nil
    terminals = []
    blocked = nil
    length = nil
    exited = nil
  }

  /// What came of an attempt to read.
  enum Received {
    case bytes, nothing, over
  }

  /// Reads once.
  func receive() -> Received {
    withUnsafeTemporaryAllocation(byteCount: 16384, alignment: 1) { buffer in
      guard let base = buffer.baseAddress else { return .over }
      let count = cs_read(descriptor, base, buffer.count)
      if count == -Int(EAGAIN) { return .nothing }
      guard count > 0 else { return .over }
      reader.append(UnsafeRawBufferPointer(start: base, count: count))
      return .bytes
    }
  }
}
