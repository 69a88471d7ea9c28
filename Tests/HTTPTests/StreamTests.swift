import HTTP
import Testing

@Suite struct StreamTests {
  @Test func noticesThatTheClientOfAnIdleStreamLeaves() async throws {
    let stream = PushedStream()
    try await withServer(events(stream)) { server in
      for address in [server.tcp] {
        try await onOwnThread {
          let connection = try RawConnection(address)
          try connection.send("GET /stream HTTP/1.1\r\nHost: localhost\r\n\r\n")
          stream.push("data: 1\n\n")
          _ = try connection.receive(until: "data: 1")
        }
        #expect(await stream.cancelled.wait())
      }
    }
  }

  @Test func cancelsAStreamWhoseClientLeftBeforeTheAnswer() async throws {
    let stream = PushedStream()
    let arrived = Signal<Bool>()
    let gone = Signal<Bool>()
    var router = Router()
    router.on("GET", "/stream") { _ in
      arrived.send(true)
      _ = await gone.wait()
      return .events(stream)
    }
    try await withServer(router) { server in
      let connection = try await onOwnThread {
        let connection = try RawConnection(server.unix)
        try connection.send("GET /stream HTTP/1.1\r\nHost: localhost\r\n\r\n")
        return connection
      }
      _ = await arrived.wait()
      connection.endOutput()
      gone.send(true)
      #expect(await stream.cancelled.wait())
    }
  }

  @Test func pullsOnlyWhatTheClientTakesAndCutsItWhenItStalls() async throws {
    let stream = EndlessStream()
    var router = Router()
    router.on("GET", "/stream") { _ in HTTPResponse(body: .stream(stream)) }
    try await withServer(router, configure: { $0.stallTimeout = .milliseconds(300) }) { server in
      let connection = try await onOwnThread {
        let connection = try RawConnection(server.tcp, receiveBuffer: 16 * 1024)
        try connection.send("GET /stream HTTP/1.1\r\nHost: localhost\r\n\r\n")
        return connection
      }
      #expect(await stream.cancelled.wait())
      #expect(stream.pulled < 8 << 20)
      // The rest is not delivered: the connection was reset.
      let received = try await onOwnThread { try connection.receiveAll().utf8.count }
      #expect(received < stream.pulled)
    }
  }

  @Test func cutsAStreamClientThatTalks() async throws {
    let stream = PushedStream()
    try await withServer(events(stream)) { server in
      try await onOwnThread {
        let connection = try RawConnection(server.tcp)
        try connection.send("GET /stream HTTP/1.1\r\nHost: localhost\r\n\r\n")
        _ = try connection.receive(until: "\r\n\r\n")
        try connection.send([UInt8](repeating: 0x61, count: 100_000))
        _ = try connection.receiveAll()
      }
      #expect(await stream.cancelled.wait())
    }
  }

  @Test func beatsWhileAStreamIsSilent() async throws {
    let stream = PushedStream()
    try await withServer(events(stream), configure: { $0.heartbeat = .milliseconds(20) }) { server in
      try await onOwnThread {
        let connection = try RawConnection(server.tcp)
        try connection.send("GET /stream HTTP/1.1\r\nHost: localhost\r\n\r\n")
        _ = try connection.receive(until: "d\r\n: heartbeat\n\n\r\nd\r\n: heartbeat\n\n\r\n")
        stream.push("data: 1\n\n")
        _ = try connection.receive(until: "data: 1")
        stream.end()
        _ = try connection.receive(until: "0\r\n\r\n")
      }
    }
  }

  @Test func leavesAFailedStreamWithoutItsEnd() async throws {
    var router = Router()
    router.on("GET", "/stream") { _ in HTTPResponse(body: .stream(FailingStream())) }
    try await withServer(router) { server in
      await #expect(throws: HTTPClientError.connectionLost) {
        try await onOwnThread { try HTTPClient(socketPath: server.socketPath).send(ClientRequest("GET", "/stream")) }
      }
      let raw = try await onOwnThread {
        let connection = try RawConnection(server.tcp)
        try connection.send("GET /stream HTTP/1.1\r\nHost: localhost\r\n\r\n")
        return try connection.receiveAll()
      }
      #expect(raw.hasSuffix("5\r\nfirst\r\n"))
    }
  }

  @Test func sendsAStreamToHTTP10UntilTheConnectionCloses() async throws {
    let stream = PushedStream()
    stream.push("one ")
    stream.push("two")
    stream.end()
    try await withServer(events(stream)) { server in
      let raw = try await onOwnThread {
        let connection = try RawConnection(server.tcp)
        try connection.send("GET /stream HTTP/1.0\r\nHost: localhost\r\n\r\n")
        return try connection.receiveAll()
      }
      #expect(raw.hasSuffix("\r\n\r\none two"))
      #expect(!raw.contains("Transfer-Encoding"))
    }
  }

  @Test func goesOnWithTheConnectionAfterAStream() async throws {
    let stream = PushedStream()
    stream.push("data: 1\n\n")
    stream.end()
    var router = events(stream)
    router.on("GET", "/next") { _ in .text("next") }
    try await withServer(router) { server in
      let raw = try await onOwnThread {
        let connection = try RawConnection(server.tcp)
        try connection.send(
          "GET /stream HTTP/1.1\r\nHost: localhost\r\n\r\nGET /next HTTP/1.1\r\nHost: localhost\r\n\r\n")
        return try connection.receive(until: "next")
      }
      #expect(raw.contains("data: 1\n\n\r\n0\r\n\r\nHTTP/1.1 200 OK"))
    }
  }

  private func events(_ stream: PushedStream) -> Router {
    var router = Router()
    router.on("GET", "/stream") { _ in .events(stream) }
    return router
  }
}
