import Glibc
import HTTP
import Testing

@Suite struct ServerLifeTests {
  @Test func listensOnBothLoopbackAddressesWithOnePort() async throws {
    var router = Router()
    router.on("GET", "/x") { _ in .text("in") }
    try await withServer(router) { server in
      guard case .tcp("127.0.0.1", let port) = server.addresses[0], case .tcp("::1", let other) = server.addresses[1]
      else { return #expect(Bool(false), "\(server.addresses)") }
      #expect(port == other)
      #expect(server.addresses[1].description == "[::1]:\(port)")
    }
  }

  @Test func createsTheSocketForItsOwnerOnlyAndRemovesIt() async throws {
    let server = try LiveServer(Router())
    var status = stat()
    #expect(lstat(server.socketPath, &status) == 0)
    #expect(status.st_mode & 0o777 == 0o600)
    await server.stop()
    #expect(lstat(server.socketPath, &status) == -1)
    await server.stop()
  }

  @Test func leavesASocketFileThatIsNotItsOwn() async throws {
    let server = try LiveServer(Router())
    unlink(server.socketPath)
    let file = open(server.socketPath, O_CREAT | O_WRONLY, 0o600)
    close(file)
    await server.stop()
    var status = stat()
    #expect(lstat(server.socketPath, &status) == 0)
  }

  @Test func servesPathsLongerThanASocketAddress() async throws {
    var router = Router()
    router.on("GET", "/x") { _ in .text("in") }
    let directory = TemporaryDirectory()
    let deep = directory.path + "/" + String(repeating: "d", count: 120)
    mkdir(deep, 0o700)
    let path = deep + "/http.sock"
    let server = HTTPServer(
      ServerConfiguration(listeners: [.unix(path: path)]), respond: router.respond,
      errorResponse: LiveServer.errorResponse)
    #expect(try server.start() == [.unix(path: path)])
    let response = try await onOwnThread { try HTTPClient(socketPath: path).send(ClientRequest("GET", "/x")) }
    #expect(response.body == Array("in".utf8))
    await server.stop(grace: .seconds(30))
    var status = stat()
    #expect(lstat(path, &status) == -1)
  }

  @Test func opensAllListenersOrNone() async throws {
    let first = try LiveServer(Router())
    guard case .tcp(_, let port) = first.tcp else { return #expect(Bool(false)) }
    let path = first.directory.path + "/second.sock"
    for host in ["localhost", "127.0.0.1", "::1"] {
      let second = HTTPServer(
        ServerConfiguration(listeners: [.unix(path: path), .tcp(host: host, port: port)]), respond: Router().respond,
        errorResponse: LiveServer.errorResponse)
      let error = try #require(throws: ListenError.self) { try second.start() }
      #expect(error.errno == EADDRINUSE)
      #expect(error.description.hasSuffix(":\(port): bind: address already in use"))
      var status = stat()
      #expect(lstat(path, &status) == -1)
    }
    await first.stop()
  }

  @Test func takesAListeningDescriptor() async throws {
    var router = Router()
    router.on("GET", "/x") { _ in .text("in") }
    let outer = try LiveServer(Router())
    await outer.stop()
    guard case .tcp(_, let port) = outer.tcp else { return #expect(Bool(false)) }
    let descriptor = try listeningSocket(port: port)
    let server = HTTPServer(
      ServerConfiguration(listeners: [.descriptor(descriptor)]), respond: router.respond,
      errorResponse: LiveServer.errorResponse)
    let addresses = try server.start()
    #expect(addresses == [.tcp(host: "127.0.0.1", port: port)])
    let raw = try await onOwnThread {
      let connection = try RawConnection(addresses[0])
      try connection.send("GET /x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
      return try connection.receiveAll()
    }
    #expect(raw.hasSuffix("in"))
    await server.stop(grace: .zero)
  }

  @Test func endsStreamsAndFinishesRequestsWhenItStops() async throws {
    let stream = PushedStream()
    let arrived = Signal<Bool>()
    let release = Signal<Bool>()
    var router = Router()
    router.on("GET", "/stream") { _ in .events(stream) }
    router.on("GET", "/slow") { _ in
      arrived.send(true)
      _ = await release.wait()
      return .text("done")
    }
    let server = try LiveServer(router)
    let (streaming, slow, idle) = try await onOwnThread {
      let connections = (
        try RawConnection(server.tcp), try RawConnection(server.unix), try RawConnection(server.addresses[1])
      )
      try connections.0.send("GET /stream HTTP/1.1\r\nHost: localhost\r\n\r\n")
      _ = try connections.0.receive(until: "\r\n\r\n")
      try connections.1.send("GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n")
      return connections
    }
    _ = await arrived.wait()
    let stopped = Task { await server.stop() }
    let end = try await onOwnThread { (try streaming.receiveAll(), try idle.receiveAll()) }
    #expect(end.0 == "0\r\n\r\n")
    #expect(end.1 == "")
    #expect(await stream.cancelled.wait())
    release.send(true)
    let answer = try await onOwnThread { try slow.receiveAll() }
    #expect(answer.contains("Connection: close\r\n"))
    #expect(answer.hasSuffix("done"))
    await stopped.value
    await #expect(throws: (any Error).self) { try await onOwnThread { try RawConnection(server.tcp) } }
  }

  @Test func aSecondStopShortensTheGrace() async throws {
    let arrived = Signal<Bool>()
    let release = Signal<Bool>()
    var router = Router()
    router.on("GET", "/slow") { _ in
      arrived.send(true)
      _ = await release.wait()
      return .text("done")
    }
    let server = try LiveServer(router)
    let connection = try await onOwnThread {
      let connection = try RawConnection(server.tcp)
      try connection.send("GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n")
      return connection
    }
    _ = await arrived.wait()
    await withTaskGroup { group in
      group.addTask { await server.stop(grace: .seconds(3600)) }
      group.addTask { await server.stop(grace: .zero) }
    }
    #expect(try await onOwnThread { try connection.receiveAll() } == "")
    release.send(true)
  }

  private func listeningSocket(port: UInt16) throws -> Int32 {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var reuse: Int32 = 1
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &reuse, socklen_t(MemoryLayout<Int32>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    let bound = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    try #require(bound == 0 && listen(descriptor, 16) == 0)
    return descriptor
  }
}
