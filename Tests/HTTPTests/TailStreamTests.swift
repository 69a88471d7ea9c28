import HTTP
import Synchronization
import Testing

@Suite struct TailStreamTests {
  @Test func everyClientGetsWhatIsThereForAllFromItsFirstByteToTheEnd() async throws {
    let text = SharedText()
    try await withServer(router { SharedTextStream(text) }) { server in
      try await onOwnThread {
        let connections = try [server.tcp, server.unix, server.tcp].map(open)
        for connection in connections { _ = try connection.receive(until: "6\r\nbegin \r\n") }
        for word in ["one ", "two ", "three "] {
          text.add(word)
          for connection in connections { _ = try connection.receive(until: "\r\n\(word)\r\n") }
        }
        let late = try open(server.unix)
        _ = try late.receive(until: "one two three \r\n")
        text.end()
        for connection in connections + [late] { _ = try connection.receive(until: "0\r\n\r\n") }
      }
    }
  }

  @Test func aRingBetweenQuestionAndAnswerIsHeard() async throws {
    let text = SharedText()
    let asked = Counter()
    let stream = SharedTextStream(text) { if asked.increment() == 1 { text.add("late") } }
    try await withServer(router { stream }) { server in
      try await onOwnThread {
        _ = try open(server.tcp).receive(until: "late")
      }
    }
  }

  @Test func aClientThatTakesNothingHoldsUpNobodyAndIsCut() async throws {
    let text = SharedText()
    let stalled = SharedTextStream(text)
    let count = Counter()
    let router = router { count.increment() == 1 ? stalled : SharedTextStream(text) }
    try await withServer(router, configure: { $0.stallTimeout = .seconds(2) }) { server in
      let silent = try await onOwnThread {
        let silent = try RawConnection(server.tcp, receiveBuffer: 16 * 1024)
        try silent.send("GET /stream HTTP/1.1\r\nHost: localhost\r\n\r\n")
        _ = try silent.receive(until: "begin")
        let reader = try open(server.tcp)
        let part = String(repeating: "x", count: 64 * 1024)
        for _ in 0..<256 { text.add(part) }
        text.add("the end")
        var last: [UInt8] = []
        while !String(decoding: last, as: UTF8.self).contains("the end") {
          let bytes = try reader.receive()
          try #require(!bytes.isEmpty)
          last = (last + bytes).suffix(32)
        }
        return silent
      }
      #expect(await stalled.cancelled.wait())
      let taken = try await onOwnThread { try silent.receiveAll().utf8.count }
      #expect(taken < 8 << 20)
    }
  }

  @Test func anOldClientGetsItWithoutChunks() async throws {
    let text = SharedText()
    text.add("one ")
    text.end()
    try await withServer(router { SharedTextStream(text) }) { server in
      let raw = try await onOwnThread {
        let connection = try RawConnection(server.tcp)
        try connection.send("GET /stream HTTP/1.0\r\nHost: localhost\r\n\r\n")
        return try connection.receiveAll()
      }
      #expect(raw.hasSuffix("\r\n\r\nbegin one "))
    }
  }

  @Test func aStreamThatStandsAtItsEndIsLeftWhenItsClientOrTheServerGoes() async throws {
    let text = SharedText()
    let streams = Mutex<[SharedTextStream]>([])
    let router = router {
      let stream = SharedTextStream(text)
      streams.withLock { $0.append(stream) }
      return stream
    }
    try await withServer(router) { server in
      try await onOwnThread {
        let leaving = try open(server.tcp)
        _ = try leaving.receive(until: "begin")
        let staying = try open(server.tcp)
        _ = try staying.receive(until: "begin")
        leaving.endOutput()
      }
      #expect(await streams.withLock { $0[0] }.cancelled.wait())
      text.add("nobody is there for this one any more")
    }
    #expect(await streams.withLock { $0[1] }.cancelled.wait())
  }

  private func router(_ stream: @escaping @Sendable () -> SharedTextStream) -> Router {
    var router = Router()
    router.on("GET", "/stream") { _ in HTTPResponse(body: .stream(stream())) }
    return router
  }
}

private func open(_ address: BoundAddress) throws -> RawConnection {
  let connection = try RawConnection(address)
  try connection.send("GET /stream HTTP/1.1\r\nHost: localhost\r\n\r\n")
  return connection
}
