import HTTP

/// The two ways a request reaches a router: by a call, and through a live server and client.
enum Transport: CaseIterable, Sendable {
  case router
  case socket

  struct Answer: Sendable {
    var status: Int
    var headers: HTTPHeaders
    var body: String
  }

  func send(
    _ method: String, _ target: String, headers: HTTPHeaders = [:], body: String? = nil, to router: Router
  ) async throws -> Answer {
    switch self {
    case .router: try await call(router, method, target, headers, body)
    case .socket: try await withServer(router) { try await request($0, method, target, headers, body) }
    }
  }

  private func call(
    _ router: Router, _ method: String, _ target: String, _ headers: HTTPHeaders, _ body: String?
  ) async throws -> Answer {
    let response: HTTPResponse
    do {
      let peer = Peer.unix(uid: 0, pid: 1)
      response = try await router.respond(
        to: HTTPRequest(method, target, headers: headers, body: Array((body ?? "").utf8), peer: peer))
    } catch {
      response = LiveServer.errorResponse(error)
    }
    var bytes: [UInt8] = []
    switch response.body {
    case .empty: break
    case .bytes(let all): bytes = all
    case .stream(let stream): while let chunk = try await stream.next() { bytes += chunk }
    }
    return Answer(status: response.status, headers: response.headers, body: String(decoding: bytes, as: UTF8.self))
  }

  private func request(
    _ server: LiveServer, _ method: String, _ target: String, _ headers: HTTPHeaders, _ body: String?
  ) async throws -> Answer {
    let path = server.socketPath
    let response = try await onOwnThread {
      try HTTPClient(socketPath: path).send(
        ClientRequest(method, target, headers: headers, body: body.map { Array($0.utf8) }))
    }
    return Answer(
      status: response.status, headers: response.headers, body: String(decoding: response.body, as: UTF8.self))
  }
}
