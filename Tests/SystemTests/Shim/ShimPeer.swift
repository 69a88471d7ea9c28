import CSystem
import Home
import Platform
import ShimProtocol
import Testing

/// A daemon's end of the socket that does one thing at a time, for tests of what the shim answers.
final class ShimPeer {
  private var socket: Int32
  private var reader = FrameReader()
  /// Everything that was answered and not asked for yet.
  private var waiting: [ShimFrame] = []
  /// The answer to the last ATTACH.
  private(set) var hello: ShimFrame.Hello?

  init(_ run: RunDirectory) throws {
    let directory = try FileDescriptor.directory(run.path)
    // Many at once fill the queue of the listener; whoever is early asks again.
    socket = try awaited("a connection to the shim") {
      let result = cs_unix_connect("/proc/self/fd/\(directory.rawValue)/sock")
      if result == -EAGAIN { return nil }
      guard result >= 0 else { throw SystemError(operation: "connect", path: run.socket, errno: -result) }
      return result
    }
  }

  deinit { close() }

  func attach(homeID: String, generation: UInt64) throws {
    try send(.attach(ClientFrame.Attach(homeID: ByteText(homeID), generation: generation, build: "test")))
    hello = try next { frame in
      if case .hello(let hello) = frame { return hello }
      return nil
    }
  }

  func send(_ frame: ClientFrame) throws { try send(bytes: frame.encoded()) }

  func send(bytes: [UInt8]) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { buffer in buffer.baseAddress.map { cs_send(socket, $0, buffer.count) } ?? 0 }
      if count == -Int(EAGAIN) {
        try wait(CS_POLL_WRITE)
      } else {
        guard count > 0 else { throw SystemError(operation: "send", errno: Int32(-count)) }
        rest = rest.dropFirst(count)
      }
    }
  }

  /// The first answer of which `match` makes something; those before it are kept.
  func next<T>(_ match: (ShimFrame) -> T?) throws -> T {
    while true {
      for (index, frame) in waiting.enumerated() {
        guard let found = match(frame) else { continue }
        waiting.remove(at: index)
        return found
      }
      guard try receive() else { throw SystemError(operation: "the shim has closed the connection", errno: EPIPE) }
    }
  }

  /// Waits until the output has this length.
  func waitForLength(_ length: UInt64) throws {
    if let hello, hello.length >= length { return }
    try next { frame in
      switch frame {
      case .length(let now), .exited(let now): now >= length ? () : nil
      default: nil
      }
    }
  }

  func nextAccepted() throws -> ShimFrame.Accepted {
    try next { frame in
      if case .accepted(let accepted) = frame { return accepted }
      return nil
    }
  }

  func nextTerminal(_ id: ByteText, _ state: TerminalReport.State) throws -> TerminalReport {
    try next { frame in
      if case .terminal(let report) = frame, report.id == id, report.state == state { return report }
      return nil
    }
  }

  func nextError() throws -> (kind: UInt8, text: String) {
    try next { frame in
      if case .error(let kind, let text) = frame { return (kind, text.description) }
      return nil
    }
  }

  /// The refusal of an ATTACH; a HELLO is a failure.
  func nextRefusal() throws -> ShimFrame.Refused {
    let answer: ShimFrame.Refused? = try next { frame in
      switch frame {
      case .refused(let refused): .some(refused)
      case .hello: .some(nil)
      default: nil
      }
    }
    return try #require(answer, "the shim accepted what it should refuse")
  }

  /// Writes all of `bytes` to the agent, from what it has accepted on.
  func write(_ bytes: [UInt8]) throws {
    var state = try #require(hello).accepted
    var sent = state.position
    while sent < UInt64(bytes.count) {
      if state.free == 0 { state = try nextAccepted() }
      let end = min(bytes.count, Int(sent) + Int(state.free))
      guard end > Int(sent) else { continue }
      try send(.stdin(position: sent, Array(bytes[Int(sent)..<end])))
      sent = UInt64(end)
      repeat { state = try nextAccepted() } while state.position < sent
    }
  }

  /// Waits for the end of the connection.
  func waitForEnd() throws {
    while try receive() {}
  }

  func close() {
    if socket >= 0 { _ = cs_close(socket) }
    socket = -1
  }

  private func receive() throws -> Bool {
    var buffer = [UInt8](repeating: 0, count: 65536)
    while true {
      try wait(CS_POLL_READ)
      let count = cs_read(socket, &buffer, buffer.count)
      if count == -Int(EAGAIN) { continue }
      guard count > 0 else { return false }
      buffer[..<count].withUnsafeBytes { reader.append($0) }
      while let raw = try reader.next() {
        waiting.append(try #require(try ShimFrame(raw)))
      }
      return true
    }
  }

  private func wait(_ events: Int) throws {
    var entry = cs_poll(fd: socket, events: Int16(events), ready: 0)
    guard cs_poll(&entry, 1, 30_000) > 0 else { throw SystemError(operation: "wait for the shim", errno: ETIMEDOUT) }
  }
}
