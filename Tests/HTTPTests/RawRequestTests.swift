import Testing

@testable import HTTP

/// Every request of the list, over a socket, and byte by byte into the parser.
@Suite struct RawRequestTests {
  @Test func isAnsweredAsListed() async throws {
    let handled = Counter()
    try await withServer(router(handled)) { server in
      for request in RawRequest.all {
        let before = handled.count
        let answer = try await onOwnThread {
          let connection = try RawConnection(server.tcp)
          try connection.send(request.bytes)
          connection.endOutput()
          return try connection.receiveAll()
        }
        #expect(statuses(answer) == request.statuses, "\(request): \(answer.prefix(300))")
        #expect(!answer.contains("SMUGGLED"), "\(request)")
        #expect(handled.count - before == request.statuses.count { $0 == 200 }, "\(request)")
        if let last = request.statuses.last, last >= 400, last != 404, last != 405 {
          #expect(answer.contains("Connection: close"), "\(request)")
        }
      }
    }
  }

  @Test func parserDoesNotDependOnHowBytesArrive() {
    for request in RawRequest.all where request.bytes.count < 4096 {
      let whole = parse([request.bytes])
      #expect(parse(request.bytes.map { [$0] }) == whole, "\(request)")
      for cut in stride(from: 1, to: request.bytes.count, by: 7) {
        #expect(parse([Array(request.bytes[..<cut]), Array(request.bytes[cut...])]) == whole, "\(request) at \(cut)")
      }
    }
  }

  private func parse(_ pieces: [[UInt8]]) -> [String] {
    var parser = RequestParser(limits: .init(headBytes: 32 * 1024, headerFields: 128, bodyBytes: 1 << 20))
    var seen: [String] = []
    do throws(HTTPError) {
      for piece in pieces {
        parser.append(piece)
        while let output = try parser.next() {
          switch output {
          case .head(let head): seen.append("\(head.method) \(head.target.path) \(head.headers.fields.count)")
          case .body(let body): seen.append(String(decoding: body, as: UTF8.self))
          }
        }
      }
    } catch {
      seen.append("\(error.status)")
    }
    return seen
  }

  private func router(_ handled: Counter) -> Router {
    var router = Router()
    for method in ["GET", "POST", "PUT"] {
      router.on(method, "/echo/:word") { request in
        handled.increment()
        return .text(
          "\(request.method) \(request.parameters["word"] ?? "") \(String(decoding: request.body, as: UTF8.self))")
      }
    }
    return router
  }

  private func statuses(_ answer: String) -> [Int] {
    answer.split(separator: "HTTP/1.1 ").compactMap { Int($0.prefix(3)) }
  }
}
