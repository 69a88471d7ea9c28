import CZlib
import Diagnostics
import Glibc
import Platform
import Testing

@Suite struct LogSinkTests {
  private let directory: LogDirectory
  private let clock = ManualClock(wall: WallTime(nanoseconds: 1_700_000_000_123_456_789))

  init() throws {
    directory = try LogDirectory()
  }

  private func sink(
    maxBytes: Int = 100, maxBackups: Int? = nil, maxAge: Duration? = nil, compress: Bool = false
  ) throws -> LogSink {
    let rotation = LogRotation(maxBytes: maxBytes, maxBackups: maxBackups, maxAge: maxAge, compress: compress)
    return try LogSink(path: directory.log, rotation: rotation, clock: clock)
  }

  private func line(_ number: Int) -> [UInt8] {
    Array("line \(number)".utf8) + [UInt8](repeating: 46, count: 40) + [10]
  }

  @Test func linesAreAppendedToAPrivateFile() throws {
    try directory.write("before\n", to: "agh.log")
    chmod(directory.log, 0o644)
    let sink = try sink()
    sink.append(Array("one\n".utf8))
    sink.append(Array("two\n".utf8))
    #expect(try directory.text("agh.log") == "before\none\ntwo\n")
    #expect(try FileStatus.of(directory.log).permissions == 0o600)
  }

  @Test func aFullFileBecomesAFormerOneWithItsTimeInTheName() throws {
    let sink = try sink()
    for number in 0..<5 {
      sink.append(line(number))
      clock.advance(by: .seconds(1))
    }
    #expect(
      try directory.names() == ["agh-2023-11-14T22-13-22.123.log", "agh-2023-11-14T22-13-24.123.log", "agh.log"])
    #expect(try directory.text("agh-2023-11-14T22-13-22.123.log").utf8.elementsEqual(line(0) + line(1)))
    #expect(try directory.text("agh.log").utf8.elementsEqual(line(4)))
    for name in try directory.names() { #expect(try FileStatus.of(directory.path + "/" + name).permissions == 0o600) }
  }

  @Test func noFormerFileIsOverwritten() throws {
    let sink = try sink()
    for number in 0..<6 { sink.append(line(number)) }
    #expect(
      try directory.names() == ["agh-2023-11-14T22-13-20.123.log", "agh-2023-11-14T22-13-20.124.log", "agh.log"])
  }

  @Test func aLineThatIsTooLongHasAFileOfItsOwn() throws {
    let sink = try sink()
    let long = [UInt8](repeating: 120, count: 500) + [10]
    sink.append(line(0))
    sink.append(long)
    sink.append(line(1))
    #expect(try directory.names().count == 3)
    #expect(try directory.text("agh.log").utf8.elementsEqual(line(1)))
  }

  @Test func onlyTheNewestFormerFilesAreKept() throws {
    try directory.write("", to: "agh-2020-01-01T00-00-00.000.log")
    try directory.write("", to: "agh-2020-01-02T00-00-00.000.log.gz")
    try directory.write("precious", to: "agh-notes.log")
    try directory.write("precious", to: "other.log")
    let sink = try sink(maxBackups: 1)
    sink.append(line(0))
    try eventually {
      try directory.names() == ["agh-2020-01-02T00-00-00.000.log.gz", "agh-notes.log", "agh.log", "other.log"]
    }
    for number in 1..<3 { sink.append(line(number)) }
    try eventually {
      try directory.names() == ["agh-2023-11-14T22-13-20.123.log", "agh-notes.log", "agh.log", "other.log"]
    }
  }

  @Test func formerFilesAreRemovedWhenTheyAreOld() throws {
    try directory.write("", to: "agh-2023-11-13T22-13-21.000.log")
    try directory.write("", to: "agh-2023-11-13T22-13-19.000.log")
    _ = try sink(maxAge: .seconds(86_400))
    try eventually { try directory.names() == ["agh-2023-11-13T22-13-21.000.log", "agh.log"] }
  }

  @Test func formerFilesAreCompressed() throws {
    let sink = try sink(compress: true)
    for number in 0..<3 { sink.append(line(number)) }
    try eventually { try directory.names() == ["agh-2023-11-14T22-13-20.123.log.gz", "agh.log"] }
    let path = directory.path + "/agh-2023-11-14T22-13-20.123.log.gz"
    #expect(try FileStatus.of(path).permissions == 0o600)
    let stream = gzopen(path, "rb")
    defer { gzclose(stream) }
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = gzread(stream, &buffer, 4096)
    #expect(Array(buffer.prefix(Int(count))) == line(0) + line(1))
  }

  @Test func linesThatCannotBeWrittenAreCounted() throws {
    let sink = try sink(maxBytes: 10)
    sink.append(line(0))
    // Nothing can be made in a directory that is gone, not even by root.
    let aside = directory.path + "-aside"
    #expect(rename(directory.path, aside) == 0)
    unlink(aside + "/agh.log")
    sink.append(line(1))
    sink.append(line(2))
    #expect(rename(aside, directory.path) == 0)
    sink.append(line(3))
    let text = try directory.text("agh.log")
    #expect(text.contains("\"msg\":\"log: lines were lost\",\"lines\":"))
    #expect(text.utf8.suffix(line(3).count).elementsEqual(line(3)))
  }

  @Test func manyThreadsDoNotMixTheirLines() async throws {
    let sink = try sink(maxBytes: 5_000)
    await withTaskGroup(of: Void.self) { group in
      for task in 0..<8 {
        group.addTask { for number in 0..<200 { sink.append(Array("\(task):\(number)\n".utf8)) } }
      }
    }
    var lines: [Substring] = []
    for name in try directory.names() { lines += try directory.text(name).split(separator: "\n") }
    #expect(Set(lines).count == 1_600)
    #expect(lines.count == 1_600)
  }
}

/// A directory with the log of one test, removed with it.
final class LogDirectory: Sendable {
  let path = "/tmp/agh-log-" + Hex.encode(SystemRandom().bytes(8))

  var log: String { path + "/agh.log" }

  init() throws {
    try Directory.make(path)
  }

  deinit { try? Directory.removeTree(path) }

  func names() throws -> [String] { try Directory.names(path) }

  func text(_ name: String) throws -> String {
    String(decoding: try FileDescriptor.open(path + "/" + name, O_RDONLY).readToEnd(), as: UTF8.self)
  }

  func write(_ text: String, to name: String) throws {
    try FileDescriptor.open(path + "/" + name, O_WRONLY | O_CREAT).write(Array(text.utf8))
  }
}

/// Waits for what another thread does; fails the caller after 30 s.
func eventually(_ condition: () throws -> Bool) throws {
  let deadline = SystemClock().boot() + .seconds(30)
  while try !condition() {
    guard SystemClock().boot() < deadline else { throw SystemError(operation: "wait", errno: ETIMEDOUT) }
    poll(nil, 0, 5)
  }
}
