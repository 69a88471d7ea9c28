import CSystem
import Glibc
import Platform
import Testing

/// The executables under test: those beside the tests.
enum Build {
  static let directory: String = {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink("/proc/self/exe", &buffer, buffer.count)
    let path = String(decoding: buffer.prefix(max(0, count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
  }()

  static let agh = directory + "/agh"
  static let shim = directory + "/agh-shim"

  /// The words that run `agh`, in the process that `setUp`, a line for the shell such as `ulimit -n 100`, was run in.
  static func agh(_ words: [String], after setUp: String? = nil) -> [String] {
    (setUp.map { ["/bin/sh", "-c", "\($0) && exec \"$@\"", "sh"] } ?? []) + [agh] + words
  }
}

/// How a process ended.
enum Ending: Equatable, Sendable, CustomStringConvertible {
  case status(Int32)
  case signal(Int32)

  var description: String {
    switch self {
    case .status(let status): "status \(status)"
    case .signal(let signal): "signal \(signal)"
    }
  }
}

/// A child of the tests. It is killed and waited for when the value is let go.
final class ChildProcess {
  let pid: Int32
  /// Kept, because the process can still be looked at when it is a zombie.
  let identity: ProcessIdentity?
  private var ending: Ending?

  /// Starts a program in a session of its own with this environment and nothing else.
  ///
  /// - Parameters:
  ///   - output: where standard output goes; `/dev/null` when nil.
  ///   - errors: where standard error goes; to the same place as `output` when nil.
  ///   - input: where standard input comes from; `/dev/null` when nil.
  init(
    _ words: [String], environment: [String: String], directory: String? = nil, output: Int32? = nil,
    errors: Int32? = nil, input: Int32? = nil
  ) throws {
    let words = (directory.map { ["/usr/bin/env", "-C", $0] } ?? []) + words
    let started = try Platform.ChildProcess.startInSession(
      words[0], arguments: Array(words.dropFirst()), environment: environment.map { Array("\($0)=\($1)".utf8) },
      descriptors: [input ?? -1, output ?? -1, errors ?? output ?? -1])
    pid = started.pid
    identity = try? ProcessIdentity.of(pid: pid)
  }

  deinit {
    if ending == nil {
      kill(pid, SIGKILL)
      var status = cs_exit(code: 0, signal: 0)
      _ = cs_wait(pid, 1, &status)
    }
  }

  /// Sends a signal, unless the end was seen already.
  func signal(_ number: Int32) {
    if ending == nil { kill(pid, number) }
  }

  /// How it ended; nil while it runs.
  func poll() -> Ending? {
    if let ending { return ending }
    var status = cs_exit(code: 0, signal: 0)
    guard cs_wait(pid, 0, &status) == pid else { return nil }
    ending = status.signal != 0 ? .signal(Int32(status.signal)) : .status(Int32(status.code))
    return ending
  }

  /// Waits for the end, through a handle of the process, so that nothing is asked again and again.
  func wait(within limit: Duration = .seconds(30)) throws -> Ending {
    if let ending = poll() { return ending }
    let handle = cs_pidfd_open(pid)
    try #require(handle >= 0, "the process \(pid) cannot be watched")
    defer { close(handle) }
    var entry = pollfd(fd: handle, events: Int16(POLLIN), revents: 0)
    Glibc.poll(&entry, 1, Int32(clamping: limit.components.seconds * 1000))
    guard let ending = poll() else { throw TimedOut(description: "the end of process \(pid) did not come") }
    return ending
  }
}
