import Glibc
import HTTP
import Testing

/// In a process of its own, because the descriptors are the process's.
@Suite struct DescriptorLimitTests {
  /// Connections of every kind of ending leave no descriptor behind.
  @Test func closesEveryConnection() async {
    await #expect(processExitsWith: .success) {
      try await sendEverything()
      let before = openDescriptors()
      try await sendEverything()
      try #require(openDescriptors() == before)
    }
  }
}

private func sendEverything() async throws {
  var router = Router()
  router.on("GET", "/echo/:word") { _ in .text("in") }
  router.on("GET", "/endless") { _ in HTTPResponse(body: .stream(EndlessStream())) }
  let server = try LiveServer(router)
  try await onOwnThread {
    for request in RawRequest.all {
      try RawConnection(server.tcp).send(request.bytes)
      let connection = try RawConnection(server.unix)
      try connection.send(request.bytes)
      connection.endOutput()
      _ = try connection.receiveAll()
    }
    try RawConnection(server.tcp).send("GET /endless HTTP/1.1\r\nHost: localhost\r\n\r\n")
  }
  await server.stop()
}

private func openDescriptors() -> Int {
  (0..<1024).count { fcntl(Int32($0), F_GETFD) >= 0 }
}
