import Glibc
import HTTP
import Testing

@Suite struct ClientTests {
  @Test func tellsAMissingSocketFromOneThatNobodyServes() async throws {
    let directory = TemporaryDirectory()
    let path = directory.path + "/none.sock"
    #expect(throws: HTTPClientError.noSocket(path: path)) { try HTTPClient(socketPath: path).send(get) }
    let server = try LiveServer(Router(), in: directory)
    rename(server.socketPath, path)
    await server.stop()
    #expect(throws: HTTPClientError.connectionRefused(path: path)) { try HTTPClient(socketPath: path).send(get) }
    let deep = directory.path + "/" + String(repeating: "d", count: 200) + "/none.sock"
    #expect(throws: HTTPClientError.noSocket(path: deep)) { try HTTPClient(socketPath: deep).send(get) }
  }

  @Test func givesUpOnASilentServer() async throws {
    let directory = TemporaryDirectory()
    let path = directory.path + "/raw.sock"
    let listener = try RawListener(path: path)
    await #expect(throws: HTTPClientError.timedOut(after: .milliseconds(30))) {
      try await onOwnThread { try HTTPClient(socketPath: path, timeout: .milliseconds(30)).send(get) }
    }
    withExtendedLifetime(listener) {}
  }

  @Test func canBeInterruptedWhileItWaits() async throws {
    let stream = PushedStream()
    var router = Router()
    router.on("GET", "/x") { _ in .events(stream) }
    try await withServer(router) { server in
      let path = server.socketPath
      try await onOwnThread {
        var wake: [Int32] = [0, 0]
        pipe(&wake)
        let exchange = try HTTPClient(socketPath: path, wakeDescriptors: [wake[0]]).open(get)
        write(wake[1], "x", 1)
        #expect(throws: HTTPClientError.interrupted) { try exchange.read() }
        for descriptor in wake { close(descriptor) }
      }
    }
  }

  @Test func readsEvents() async throws {
    let stream = PushedStream()
    stream.push("id: 1\nevent: a\ndata: x\n\n: heartbeat\n\ndata: y")
    stream.push("\n\n")
    stream.end()
    var router = Router()
    router.on("GET", "/x") { _ in .events(stream) }
    try await withServer(router) { server in
      let path = server.socketPath
      let events = try await onOwnThread {
        let exchange = try HTTPClient(socketPath: path).open(get)
        #expect(exchange.headers["Content-Type"] == "text/event-stream")
        let reader = SSEReader(exchange)
        var events: [SSEEvent] = []
        while let event = try reader.next() { events.append(event) }
        #expect(reader.lastEventID == "1")
        return events
      }
      #expect(events == [SSEEvent(id: "1", event: "a", data: "x"), SSEEvent(data: "y")])
    }
  }

  @Test(arguments: [
    ("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel", HTTPClientError.connectionLost),
    ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", .connectionLost),
    ("HTTP/1.1 200 OK\r\nContent-", .connectionLost), ("", .connectionLost),
    ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", .malformedResponse("the chunked coding is broken")),
    ("SSH-2.0-OpenSSH\r\n\r\n", .malformedResponse("the status line is not HTTP/1.1")),
  ])
  func refusesBrokenResponses(_ bytes: String, _ error: HTTPClientError) async throws {
    await #expect(throws: error) { try await self.response(to: bytes) }
  }

  @Test func readsResponsesOfOtherServers() async throws {
    let untilClose = try await response(to: "HTTP/1.0 200 OK\r\n\r\nhello")
    #expect(untilClose.body == Array("hello".utf8))
    let continued = try await response(
      to: "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\nokX")
    #expect(continued.status == 201)
    #expect(continued.body == Array("ok".utf8))
  }

  private let get = ClientRequest("GET", "/x")

  /// What the client makes of a server that sends these bytes and closes.
  private func response(to bytes: String) async throws -> ClientResponse {
    let directory = TemporaryDirectory()
    let path = directory.path + "/raw.sock"
    let listener = try RawListener(path: path)
    let get = get
    return try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await onOwnThread { try listener.serveOnce(bytes) } }
      let response = try await onOwnThread { try HTTPClient(socketPath: path).send(get) }
      try await group.waitForAll()
      return response
    }
  }
}
