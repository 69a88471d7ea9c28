import Glibc
import HTTP
import Testing

@Suite struct ServerLimitTests {
  @Test func cutsAHeadThatDoesNotCome() async throws {
    try await withServer(Router(), configure: { $0.headTimeout = .milliseconds(50) }) { server in
      let raw = try await onOwnThread {
        let connection = try RawConnection(server.tcp)
        try connection.send("GET / HTTP/1.1\r\n")
        return try connection.receiveAll()
      }
      #expect(raw.hasPrefix("HTTP/1.1 408 "))
      #expect(raw.contains("request_timeout: "))
    }
  }

  /// One byte now and then keeps a connection alive only until the deadline.
  @Test func cutsAHeadThatTrickles() async throws {
    try await withServer(Router(), configure: { $0.headTimeout = .milliseconds(100) }) { server in
      let raw = try await onOwnThread {
        let connection = try RawConnection(server.tcp)
        try connection.send("GET / HTTP/1.1\r\nX: ")
        try connection.trickle()
        return try connection.receiveAll()
      }
      #expect(raw.hasPrefix("HTTP/1.1 408 "))
    }
  }

  @Test func cutsABodyThatTrickles() async throws {
    var router = Router()
    router.on("POST", "/x") { _ in HTTPResponse() }
    try await withServer(router, configure: { $0.bodyTimeout = .milliseconds(100) }) { server in
      let raw = try await onOwnThread {
        let connection = try RawConnection(server.tcp)
        try connection.send(
          "POST /x HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n")
        try connection.trickle()
        return try connection.receiveAll()
      }
      #expect(raw.hasPrefix("HTTP/1.1 408 "))
    }
  }

  @Test func closesAConnectionThatIsNotUsed() async throws {
    try await withServer(Router(), configure: { $0.idleTimeout = .milliseconds(50) }) { server in
      let raw = try await onOwnThread { try RawConnection(server.tcp).receiveAll() }
      #expect(raw.isEmpty)
    }
  }

  @Test func acceptsABodyAtTheLimitAndNoByteMore() async throws {
    var router = Router()
    router.on("POST", "/x") { .text("\($0.body.count)") }
    try await withServer(router, configure: { $0.maximumBodyBytes = 1000 }) { server in
      let statuses = try await onOwnThread {
        try [1000, 1001].map { size in
          let request = ClientRequest("POST", "/x", body: [UInt8](repeating: 0x20, count: size))
          return try HTTPClient(socketPath: server.socketPath).send(request).status
        }
      }
      #expect(statuses == [200, 413])
    }
  }

  @Test func checksTheUserOfTheUnixSocket() async throws {
    var router = Router()
    router.on("GET", "/x") { _ in .text("in") }
    for (users, status) in [(Set([getuid()]), 200), (Set([getuid() &+ 1]), 403)] {
      try await withServer(router, configure: { $0.access.allowedUserIDs = users }) { server in
        let response = try await onOwnThread {
          try HTTPClient(socketPath: server.socketPath).send(ClientRequest("GET", "/x"))
        }
        #expect(response.status == status)
      }
    }
  }

  @Test func asksForTheHostOverTCPOnly() async throws {
    var router = Router()
    router.on("GET", "/x") { _ in .text("in") }
    try await withServer(router, configure: { $0.access.allowedHosts.insert("agh.example") }) { server in
      let request: @Sendable (BoundAddress, String) throws -> String = { address, host in
        let connection = try RawConnection(address)
        try connection.send("GET /x HTTP/1.1\r\nHost: \(host)\r\nConnection: close\r\n\r\n")
        return String(try connection.receiveAll().prefix(12))
      }
      let answers = try await onOwnThread {
        try [
          request(server.tcp, "evil.example"), request(server.unix, "evil.example"),
          request(server.tcp, "agh.example:443"), request(server.addresses[1], "[::1]:80"),
        ]
      }
      #expect(answers == ["HTTP/1.1 421", "HTTP/1.1 200", "HTTP/1.1 200", "HTTP/1.1 200"])
    }
  }

  @Test func comparesOriginWithHostByDefaultPort() async throws {
    var router = Router()
    router.on("GET", "/x") { _ in .text("in") }
    try await withServer(router, configure: { $0.access.allowedHosts.insert("agh.example") }) { server in
      for (host, origin, status) in [
        ("localhost:2123", "http://localhost:2123", "200"), ("localhost:2123", "http://127.0.0.1:2123", "403"),
        ("agh.example", "https://agh.example", "200"), ("agh.example:443", "https://agh.example", "200"),
        ("agh.example", "http://agh.example:81", "403"), ("agh.example", "ftp://agh.example", "403"),
      ] {
        let raw = try await onOwnThread {
          let connection = try RawConnection(server.tcp)
          try connection.send("GET /x HTTP/1.1\r\nHost: \(host)\r\nOrigin: \(origin)\r\nConnection: close\r\n\r\n")
          return try connection.receiveAll()
        }
        #expect(raw.hasPrefix("HTTP/1.1 \(status)"), "\(host) \(origin)")
      }
    }
  }
}
