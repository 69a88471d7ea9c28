import Glibc
import HTTP
import Testing

/// In a process of its own, because the limit is the process's.
@Suite struct DescriptorLimitTests {
  @Test func waitsForDescriptorsWithoutSpinning() async {
    await #expect(processExitsWith: .success) {
      var limit = rlimit(rlim_cur: 64, rlim_max: 64)
      setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
      var router = Router()
      router.on("GET", "/x") { _ in .text("in") }
      let server = try LiveServer(router)
      let answer = try await onOwnThread {
        var connections: [RawConnection] = []
        while let next = try? RawConnection(server.unix) { connections.append(next) }
        let last = connections.removeLast()
        try last.send("GET /x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        let before = processorTime()
        poll(nil, 0, 1000)
        try #require(processorTime() - before < 0.3)
        connections = []
        return try last.receiveAll()
      }
      try #require(answer.hasSuffix("in"))
      await server.stop()
    }
  }

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

/// User and system time of this process in seconds.
private func processorTime() -> Double {
  var usage = rusage()
  getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
  let microseconds = usage.ru_utime.tv_usec + usage.ru_stime.tv_usec
  return Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) + Double(microseconds) / 1_000_000
}

private func openDescriptors() -> Int {
  (0..<1024).count { fcntl(Int32($0), F_GETFD) >= 0 }
}
