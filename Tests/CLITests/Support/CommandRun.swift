import Glibc
import Testing

/// The built command, run as a process of its own.
final class CommandRun {
  /// What a command that has ended left.
  struct Result {
    let status: Int32
    let output: String
    let errors: String
  }

  private var pid: pid_t = 0
  private let input: Int32
  private let output: Int32
  private let errors: Int32

  /// Starts `agh` with these words and nothing in its environment but `PATH` and these variables.
  ///
  /// - Parameter onTerminal: on a terminal of its own, whose output and errors are one.
  init(
    _ words: [String], environment: [String: String] = [:], directory: String? = nil, onTerminal: Bool = false
  ) throws {
    let (readsInput, input) = try Self.pipe()
    let (output, writesOutput) = try Self.pipe()
    let (errors, writesErrors) = try Self.pipe()
    (self.input, self.output, self.errors) = (input, output, errors)
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (index, descriptor) in [readsInput, writesOutput, writesErrors].enumerated() {
      posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(index))
    }
    // `env` changes the directory: libc's own way to do so at a spawn is hidden from Swift.
    let typed = ([Self.build + "/agh"] + words).map { "'\($0)'" }.joined(separator: " ")
    let terminal = ["/usr/bin/script", "-qec", typed, "/dev/null"]
    let line =
      onTerminal ? terminal : (directory.map { ["/usr/bin/env", "-C", $0] } ?? []) + [Self.build + "/agh"] + words
    let path = line[0]
    let variables = environment.merging(["PATH": "/usr/bin:/bin"]) { own, _ in own }.map { "\($0)=\($1)" }
    let result = Self.withStrings(line) { arguments in
      Self.withStrings(variables) { posix_spawn(&pid, path, &actions, nil, arguments, $0) }
    }
    for descriptor in [readsInput, writesOutput, writesErrors] { close(descriptor) }
    try #require(result == 0, "\(path) cannot be started: \(result)")
  }

  deinit {
    if pid > 0 {
      kill(pid, SIGKILL)
      waitpid(pid, nil, 0)
    }
    for descriptor in [input, output, errors] { close(descriptor) }
  }

  /// Sends a signal.
  func signal(_ number: Int32) { kill(pid, number) }

  /// Types something, as a person or a pipe does.
  func type(_ text: String) {
    var bytes = Array(text.utf8)
    write(input, &bytes, bytes.count)
  }

  /// Waits until the output has held a text, and returns what it held.
  func awaitOutput(_ text: String) throws -> String { try Self.await(text, on: output) }

  /// Waits until the error stream has held a text, and returns what it held.
  func awaitError(_ text: String) throws -> String { try Self.await(text, on: errors) }

  private static func await(_ text: String, on descriptor: Int32) throws -> String {
    var seen: [UInt8] = []
    while !String(decoding: seen, as: UTF8.self).contains(text) {
      let bytes = try read(descriptor)
      try #require(!bytes.isEmpty, "ended without \(text): \(String(decoding: seen, as: UTF8.self))")
      seen += bytes
    }
    return String(decoding: seen, as: UTF8.self)
  }

  /// Waits for the end, 30 s at most.
  func end() throws -> Result {
    var collected: [[UInt8]] = [[], []]
    var open = [output, errors]
    while open.contains(where: { $0 >= 0 }) {
      var entries = open.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
      try #require(poll(&entries, 2, 30_000) > 0, "the command neither wrote nor ended for 30 s")
      for index in entries.indices where entries[index].revents != 0 {
        let bytes = try Self.read(open[index])
        if bytes.isEmpty { open[index] = -1 } else { collected[index] += bytes }
      }
    }
    var status: Int32 = 0
    waitpid(pid, &status, 0)
    pid = 0
    let code = status & 0x7F == 0 ? (status >> 8) & 0xFF : -(status & 0x7F)
    return Result(
      status: code, output: String(decoding: collected[0], as: UTF8.self),
      errors: String(decoding: collected[1], as: UTF8.self))
  }

  /// The directory of the executables: that of the tests.
  private static let build: String = {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink("/proc/self/exe", &buffer, buffer.count)
    let path = String(decoding: buffer.prefix(max(0, count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
  }()

  private static func pipe() throws -> (reader: Int32, writer: Int32) {
    var ends: [Int32] = [0, 0]
    try #require(Glibc.pipe(&ends) == 0)
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
  }

  private static func read(_ descriptor: Int32) throws -> [UInt8] {
    var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    try #require(poll(&entry, 1, 30_000) > 0, "nothing came for 30 s")
    var buffer = [UInt8](repeating: 0, count: 64 * 1024)
    let count = Glibc.read(descriptor, &buffer, buffer.count)
    return Array(buffer.prefix(max(0, count)))
  }

  private static func withStrings<T>(
    _ texts: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> T
  ) -> T {
    var pointers = texts.map { strdup($0) } + [nil]
    defer { for pointer in pointers { free(pointer) } }
    return body(&pointers)
  }
}
