import Glibc
import HTTP
import Testing

/// The same requests by a call of the router and through a live server and client.
@Suite struct ExchangeTests {
  @Test(arguments: Transport.allCases)
  func givesHandlersTheRequest(_ transport: Transport) async throws {
    var router = Router()
    router.on("POST", "/w/:id") { request in
      let query = request.query.map { "\($0.name)=\($0.value)" }.joined(separator: ",")
      return .text(
        "\(request.parameters["id"] ?? "") \(query) \(request.headers["x-key"] ?? "") "
          + String(decoding: request.body, as: UTF8.self), status: 201)
    }
    let answer = try await transport.send(
      "POST", "/w/a%20b?q=1+2&r", headers: ["X-Key": "k"], body: #"{"a":1}"#, to: router)
    #expect(answer.status == 201)
    #expect(answer.body == #"a b q=1 2,r= k {"a":1}"#)
    #expect(answer.headers["content-type"] == "text/plain; charset=utf-8")
  }

  @Test(arguments: Transport.allCases)
  func mapsErrorsByTheCallersClosure(_ transport: Transport) async throws {
    struct Broken: Error {}
    var router = Router()
    router.on("GET", "/broken") { _ in throw Broken() }
    #expect(try await transport.send("GET", "/broken", to: router).status == 500)
    #expect(try await transport.send("GET", "/none", to: router).body.hasPrefix("not_found: "))
    let method = try await transport.send("POST", "/broken", to: router)
    #expect(method.status == 405)
    #expect(method.headers["Allow"] == "GET, HEAD, OPTIONS")
  }

  @Test(arguments: Transport.allCases)
  func sendsStreamsToTheirEnd(_ transport: Transport) async throws {
    var router = Router()
    router.on("GET", "/stream") { _ in
      let stream = PushedStream()
      for number in 1...100 { stream.push("\(number) ") }
      stream.end()
      return HTTPResponse(body: .stream(stream))
    }
    let answer = try await transport.send("GET", "/stream", to: router)
    #expect(answer.body == (1...100).map { "\($0) " }.joined())
  }

  @Test(arguments: Transport.allCases)
  func answersHeadWithoutBody(_ transport: Transport) async throws {
    let cancelled = Signal<Bool>()
    var router = Router()
    router.on("GET", "/bytes") { _ in .text("hello") }
    router.on("GET", "/stream") { _ in
      let stream = PushedStream()
      Task { cancelled.send(await stream.cancelled.wait()) }
      return HTTPResponse(body: .stream(stream))
    }
    let bytes = try await transport.send("HEAD", "/bytes", to: router)
    #expect(bytes.body.isEmpty)
    #expect(bytes.headers["Content-Length"] == "5")
    #expect(try await transport.send("HEAD", "/stream", to: router).body.isEmpty)
    #expect(await cancelled.wait())
  }

  @Test(arguments: [1, 65_535, 65_536, 3_000_000])
  func carriesBodiesOfAnySize(_ size: Int) async throws {
    var router = Router()
    router.on("POST", "/echo") { .json($0.body) }
    let body = String(repeating: "z", count: size)
    let answer = try await Transport.socket.send("POST", "/echo", body: body, to: router)
    #expect(answer.body == body)
  }

  @Test func keepsLineEndsOutOfHeaders() async throws {
    var router = Router()
    router.on("GET", "/x") { _ in HTTPResponse(headers: ["X-A": "a\r\nSet-Cookie: b"]) }
    let answer = try await Transport.socket.send("GET", "/x", to: router)
    #expect(answer.headers["X-A"] == "a  Set-Cookie: b")
    #expect(answer.headers["Set-Cookie"] == nil)
  }

  @Test func tellsWhoIsAsking() async throws {
    var router = Router()
    let peer = Signal<Peer>()
    router.on("GET", "/peer") { request in
      peer.send(request.peer)
      return HTTPResponse(status: 204)
    }
    try await withServer(router) { server in
      _ = try await onOwnThread { try HTTPClient(socketPath: server.socketPath).send(ClientRequest("GET", "/peer")) }
      guard case .unix(let uid, let pid) = await peer.wait() else { return #expect(Bool(false), "not a unix peer") }
      #expect(uid == getuid())
      #expect(pid == getpid())
    }
  }
}
