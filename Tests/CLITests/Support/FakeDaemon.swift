import Glibc
import JSON
import Platform
import Synchronization
import Testing

/// A stand-in for the daemon of a home: it answers as a test says and remembers what it was asked.
final class FakeDaemon: Sendable {
  /// A request as it came in.
  struct Request: Sendable {
    let method: String
    let target: String
    let headers: [String: String]
    let body: JSONValue

    /// Method and path without the query.
    var line: String { "\(method) \(target.prefix { $0 != "?" })" }
  }

  /// What to answer.
  enum Reply: Sendable {
    case json(JSONValue, status: Int = 200)
    /// Frames of an event stream, then its proper end.
    case events([String])
    /// Frames, and then the daemon goes away in the middle of the stream.
    case cut([String])
    /// Frames at once, and more when the test says so.
    case held([String], until: Gate, then: [String])
    /// The daemon goes away without an answer.
    case gone
  }

  /// Something that a test opens.
  final class Gate: Sendable {
    private let ends: (reader: Int32, writer: Int32)

    init() {
      var pair: [Int32] = [0, 0]
      pipe(&pair)
      ends = (pair[0], pair[1])
    }

    deinit {
      close(ends.reader)
      close(ends.writer)
    }

    func open() { write(ends.writer, "x", 1) }

    func wait() {
      var entry = pollfd(fd: ends.reader, events: Int16(POLLIN), revents: 0)
      poll(&entry, 1, 30_000)
    }
  }

  let home: String
  private let listener: Int32
  private let answer: @Sendable (Request) -> Reply
  private let seen = Mutex<[Request]>([])

  /// Listens at the socket of a home of its own.
  init(_ answer: @escaping @Sendable (Request) -> Reply) throws {
    var template = Array("/tmp/agh-cli-XXXXXX".utf8CString)
    let home = try #require(mkdtemp(&template).map { String(cString: $0) })
    self.home = home
    self.answer = answer
    let listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    self.listener = listener
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: "\(home)/daemon.sock".utf8) }
    let size = socklen_t(MemoryLayout<sockaddr_un>.size)
    let bound = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(listener, $0, size) }
    }
    try #require(bound == 0 && listen(listener, 16) == 0)
    try OwnThread(name: "fake-daemon") { [weak self] in
      while case let connection = accept(listener, nil, nil), connection >= 0 {
        guard let daemon = self else { break }
        daemon.serveApart(connection)
      }
    }.detach()
  }

  deinit {
    shutdown(listener, Int32(SHUT_RDWR))
    close(listener)
    removeHome()
  }

  /// Takes the home away, socket and all.
  func removeHome() {
    unlink("\(home)/daemon.sock")
    rmdir(home)
  }

  /// Everything that was asked so far.
  var requests: [Request] { seen.withLock { $0 } }

  /// What it would answer.
  func reply(to request: Request) -> Reply { answer(request) }

  /// Runs a command against this daemon to its end.
  func run(_ words: String...) throws -> CommandRun.Result {
    try start(words).end()
  }

  /// Starts a command against this daemon.
  func start(_ words: [String], onTerminal: Bool = false) throws -> CommandRun {
    try CommandRun(words, environment: ["AGH_HOME": home, "HOME": home], onTerminal: onTerminal)
  }

  private func serveApart(_ connection: Int32) {
    do {
      try OwnThread(name: "fake-daemon") { [self] in
        serve(connection)
        close(connection)
      }.detach()
    } catch {
      close(connection)
    }
  }

  private func serve(_ connection: Int32) {
    guard let request = Self.read(connection) else { return }
    seen.withLock { $0.append(request) }
    switch answer(request) {
    case .json(let value, let status):
      let body = value.isNull ? "" : value.text
      let head = "HTTP/1.1 \(status) X\r\nContent-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n"
      Self.send(head + "\r\n" + body, connection)
    case .events(let frames): stream(frames + [""], connection)
    case .cut(let frames): stream(frames, connection)
    case .held(let frames, let gate, let rest):
      stream(frames, connection)
      gate.wait()
      for frame in rest + [""] { Self.send(Self.chunk(frame), connection) }
    case .gone: break
    }
  }

  private func stream(_ frames: [String], _ connection: Int32) {
    Self.send(
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n", connection)
    for frame in frames { Self.send(Self.chunk(frame), connection) }
  }

  private static func chunk(_ frame: String) -> String {
    "\(String(frame.utf8.count, radix: 16))\r\n\(frame)\r\n"
  }

  private static func send(_ text: String, _ connection: Int32) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Glibc.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      guard count > 0 else { return }
      bytes = bytes.dropFirst(count)
    }
  }

  private static func read(_ connection: Int32) -> Request? {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65536)
    while true {
      let text = String(decoding: bytes, as: UTF8.self)
      let parts = text.split(separator: "\r\n\r\n", maxSplits: 1, omittingEmptySubsequences: false)
      if parts.count == 2 {
        let lines = parts[0].split(separator: "\r\n").map(String.init)
        let headers = Dictionary(uniqueKeysWithValues: lines.dropFirst().map(header))
        if parts[1].utf8.count >= Int(headers["content-length"] ?? "0") ?? 0 {
          let words = lines[0].split(separator: " ").map(String.init)
          let body = try? JSONParser.parse(String(parts[1]))
          return Request(method: words[0], target: words[1], headers: headers, body: body ?? .null)
        }
      }
      let count = recv(connection, &buffer, buffer.count, 0)
      guard count > 0 else { return nil }
      bytes += buffer.prefix(count)
    }
  }

  private static func header(_ line: String) -> (String, String) {
    let parts = line.split(separator: ":", maxSplits: 1)
    return (parts[0].lowercased(), String(parts[1].drop { $0 == " " }))
  }
}

/// Replies in a row; the last one stays.
final class Queue: Sendable {
  private let rest: Mutex<[FakeDaemon.Reply]>

  init(_ replies: [FakeDaemon.Reply]) {
    rest = Mutex(replies)
  }

  func next() -> FakeDaemon.Reply {
    rest.withLock { rest in
      guard let first = rest.first else { return .gone }
      if rest.count > 1 { rest.removeFirst() }
      return first
    }
  }
}

/// True once.
final class Flag: Sendable {
  private let isTaken = Mutex(false)

  func take() -> Bool {
    isTaken.withLock { taken in
      defer { taken = true }
      return !taken
    }
  }
}

/// One server-sent event.
func frame(_ data: JSONValue, id: Int? = nil, event: String? = nil) -> String {
  (id.map { "id: \($0)\n" } ?? "") + (event.map { "event: \($0)\n" } ?? "") + "data: \(data.text)\n\n"
}
