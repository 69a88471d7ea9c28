import FoundationEssentials
import Glibc
import HTTP
import JSON
import Platform
import Server
import Sessions
import Testing

/// The API on a real server, asked over its Unix socket.
@Suite struct LiveServerTests {
  @Test func answersInTheContractsFormWhateverRefuses() async throws {
    try await withServer(Harness()) { client in
      for (request, status, code) in [
        (ClientRequest("GET", "/api/nothing"), 404, "route_not_found"),
        (ClientRequest("GET", "/api/%zz"), 400, "invalid_request"),
        (ClientRequest("PUT", "/api/status"), 405, "method_not_allowed"),
        (
          ClientRequest("POST", "/api/sessions", headers: ["Content-Type": "text/plain"], body: Array("{}".utf8)), 415,
          "unsupported_media_type"
        ),
        (ClientRequest("GET", "/api/status", headers: ["Origin": "http://evil.example"]), 403, "origin_not_allowed"),
        (
          ClientRequest("POST", "/api/sessions", body: [UInt8](repeating: 0x20, count: 5 << 20)), 413,
          "body_too_large"
        ),
      ] {
        let answer = try client.send(request)
        #expect(answer.status == status, "\(code)")
        #expect(answer.headers["Content-Type"] == "application/json; charset=utf-8", "\(code)")
        let body = try JSONParser.parse(answer.body)
        #expect(body["code"]?.string == code)
        #expect(body["error"]?.string?.contains("(next: ") == true, "\(code)")
      }
    }
  }

  @Test func streamsATurn() async throws {
    try await withServer(Harness { $0.events = Sample.turnEvents }) { client in
      let request = ClientRequest(
        "POST", Harness.session + "/prompt?format=raw", body: Array(#"{"message":"hello"}"#.utf8))
      let reader = SSEReader(try client.open(request))
      var types: [String?] = []
      while let event = try reader.next() { types.append(event.event) }
      #expect(types == ["agent_message", "agent_message", "tool_call", "done"])
      #expect(reader.lastEventID == "5")
    }
  }

  /// Runs blocking requests against a server that is stopped afterwards.
  private func withServer(
    _ harness: Harness, _ body: @escaping @Sendable (HTTPClient) throws -> Void
  ) async throws {
    var template = Array("/tmp/agh-server-XXXXXX".utf8CString)
    let directory = try #require(mkdtemp(&template).map { String(cString: $0) })
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let path = directory + "/daemon.sock"
    let server = HTTPServer(
      ServerConfiguration(listeners: [.unix(path: path)]), respond: harness.server.respond,
      errorResponse: harness.server.errorResponse)
    try server.start()
    let result = await Result { try await onOwnThread { try body(HTTPClient(socketPath: path)) } }
    await server.stop(grace: .zero)
    try result.get()
  }

  private func onOwnThread(_ body: @escaping @Sendable () throws -> Void) async throws {
    try await withCheckedThrowingContinuation { continuation in
      do {
        try OwnThread(name: "test") { continuation.resume(with: Result { try body() }) }.detach()
      } catch {
        continuation.resume(throwing: error)
      }
    }
  }
}

extension Result where Failure == any Error {
  /// What an asynchronous call gives or throws.
  fileprivate init(_ body: () async throws -> Success) async {
    do {
      self = .success(try await body())
    } catch {
      self = .failure(error)
    }
  }
}
