import HTTP
import Home
import JSON
import Platform
import Testing

/// The bytes of good and bad requests, and clients without manners, against a daemon.
@Suite("Raw requests", .blocking)
struct RawRequestTests {
  private let home: TestHome
  private let daemon: TestDaemon
  private let tcp: BoundAddress
  private let unix: BoundAddress

  init() throws {
    var options = TestHome.Options()
    options.usesTCP = true
    home = try TestHome(options)
    daemon = try TestDaemon(home)
    tcp = .tcp(host: "127.0.0.1", port: UInt16(home.port))
    unix = .unix(path: home.home.socket)
  }

  @Test("Each is answered as listed, in the form of the API, over both transports; no descriptor is left behind")
  func list() throws {
    let before = try openDescriptors()
    for request in RawRequest.all {
      for address in [tcp, unix] {
        let connection = try RawConnection(address)
        try connection.send(Self.onRealPaths(request.bytes))
        connection.endOutput()
        let answers = Self.answers(try connection.receiveAll())
        #expect(answers.count == request.statuses.count, "\(request): \(answers)")
        for (answer, status) in zip(answers, request.statuses) {
          let expected = address == unix && status == 421 ? 200 : status
          #expect(answer.fits(expected), "\(request) over \(address): \(answer)")
        }
      }
    }
    try eventually("every connection is closed") { try openDescriptors() <= before }
    #expect(try daemon.api.get("/api/sessions")["sessions"]?.array == [])
    #expect(try daemon.stop() == .status(0))
  }

  @Test("Clients that send a byte now and then get 408, and hold up nobody")
  func slow() throws {
    let clients = try (0..<20).map { number in
      let connection = try RawConnection(number.isMultiple(of: 2) ? tcp : unix)
      try connection.send("GET /api/status HTTP/1.1\r\nX: ")
      return try Concurrently {
        try connection.trickle(every: 1000)
        return try connection.receiveAll()
      }
    }
    #expect(try daemon.api.get("/api/status")["daemon"]?["pid"]?.int == Int(daemon.pid))
    for client in clients {
      let answers = Self.answers(try client.value())
      #expect(answers.map(\.status) == [408] && answers.first?.code == "invalid_request", "\(answers)")
    }
    #expect(try daemon.stop() == .status(0))
  }

  @Test("A client that talks while it follows is cut off; the session and others who follow it go on")
  func talkative() throws {
    let session = try SessionHandle(home)
    let follower = try Follower(session)
    let turn = try session.prompt("stream 300 chunks at 100/s")
    for address in [tcp, unix] {
      let connection = try RawConnection(address)
      try connection.send("GET \(session.path("/stream")) HTTP/1.1\r\nHost: localhost\r\n\r\n")
      _ = try connection.receive(until: "event: ")
      try connection.send([UInt8](repeating: 0x61, count: 100_000))
      let rest = try Concurrently { try connection.receiveAll() }.value(within: .seconds(30))
      #expect(!rest.contains("event: done"), "it was not cut off before the turn had ended")
    }
    try session.awaitEnd(of: turn)
    try follower.frame("the end of the turn") { $0.event == "done" }
    follower.leave()
    #expect(try daemon.stop() == .status(0))
  }

  /// The request with paths of the API, whose handlers answer 400 and 404 to what the list sends.
  private static func onRealPaths(_ bytes: [UInt8]) -> [UInt8] {
    replace(
      "/echo/", with: "/api/workspaces/", in: replace("POST /echo/x", with: "POST /api/workspaces/resolve", in: bytes))
  }

  private static func replace(_ text: String, with other: String, in bytes: [UInt8]) -> [UInt8] {
    bytes.replacing(Array(text.utf8), with: Array(other.utf8))
  }

  private func openDescriptors() throws -> Int { try Directory.names("/proc/\(daemon.pid)/fd").count }

  /// One answer on a connection.
  private struct Answer: CustomStringConvertible {
    let status: Int
    let text: String

    private var body: JSONValue {
      let end = text.firstRange(of: "\r\n\r\n")?.upperBound ?? text.endIndex
      return (try? JSONParser.parse(Array(text[end...].utf8))) ?? .null
    }
    var code: String? { body["code"]?.string }
    var description: String { String(text.prefix(300)) }

    /// Whether this is what a request must get: 200 in the list stands for the handler's own answer.
    func fits(_ expected: Int) -> Bool {
      if text.contains("SMUGGLED") { return false }
      switch expected {
      case 100: return status == 100
      case 200:
        let own = [
          "there is no workspace", "path is required", "the request body is no JSON", "the request has no body",
        ]
        let message = body["error"]?.string ?? ""
        return (status == 404 || status == 400) && (body.isNull || own.contains { message.hasPrefix($0) })
      default:
        return status == expected && code == Self.codes[expected, default: "invalid_request"]
          && ([404, 405].contains(expected) || text.contains("Connection: close"))
      }
    }

    private static let codes = [
      403: "origin_not_allowed", 404: "route_not_found", 405: "method_not_allowed", 413: "body_too_large",
      415: "unsupported_media_type", 421: "host_not_allowed",
    ]
  }

  private static func answers(_ received: String) -> [Answer] {
    var answers: [Answer] = []
    // A message may speak of HTTP/1.1 as well.
    for part in received.split(separator: "HTTP/1.1 ") {
      if let status = Int(part.prefix(3)) {
        answers.append(Answer(status: status, text: String(part)))
      } else if let last = answers.popLast() {
        answers.append(Answer(status: last.status, text: last.text + "HTTP/1.1 " + part))
      }
    }
    return answers
  }
}
