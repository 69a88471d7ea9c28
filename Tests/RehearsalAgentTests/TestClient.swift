import ACP
import Glibc
import JSON
import Platform
import Testing

/// The client side of a rehearsal agent that runs as a process of its own.
final class TestClient {
  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  /// What the client answers to the agent's calls.
  typealias Handler = (ACPMethod, JSONValue) throws -> JSONValue

  let pid: pid_t
  private var writer: FileDescriptor?
  private let output: FileDescriptor
  private var splitter = LineSplitter()
  private(set) var updates: [SessionUpdate] = []
  private(set) var noise: [[UInt8]] = []
  private(set) var calls: [(method: String, params: JSONValue)] = []
  private(set) var callIDs: [RPCID] = []
  var handler: Handler = { method, _ in throw RPCError.methodNotFound(method.rawValue) }
  /// Runs for every update that comes.
  var onUpdate: (SessionUpdate) throws -> Void = { _ in }
  private var lastID: Int64 = 0
  /// Stands in the environment of the agent and of whatever it starts.
  private let marker = "REHEARSAL_TEST=\(UInt64.random(in: 0 ... .max))"

  /// Starts `agh rehearsal-agent`, which lies beside the test executable.
  init(_ options: [String] = [], in directory: TemporaryDirectory) throws {
    let toAgent = try FileDescriptor.pipe()
    let fromAgent = try FileDescriptor.pipe()
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, toAgent.reader.rawValue, 0)
    posix_spawn_file_actions_adddup2(&actions, fromAgent.writer.rawValue, 1)
    posix_spawn_file_actions_addopen(&actions, 2, directory.path + "/stderr", O_WRONLY | O_CREAT | O_APPEND, 0o600)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var defaults = sigset_t()
    sigfillset(&defaults)
    posix_spawnattr_setsigdefault(&attributes, &defaults)
    var mask = sigset_t()
    sigemptyset(&mask)
    posix_spawnattr_setsigmask(&attributes, &mask)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
    var arguments = ([Self.binary, "rehearsal-agent"] + options).map { strdup($0) } + [nil]
    defer { arguments.forEach { free($0) } }
    var environment = [strdup(marker), strdup("PATH=/usr/bin:/bin"), nil]
    defer { environment.forEach { free($0) } }
    var pid: pid_t = 0
    let result = posix_spawn(&pid, Self.binary, &actions, &attributes, &arguments, &environment)
    guard result == 0 else { throw Failure(description: "cannot start \(Self.binary): \(result)") }
    self.pid = pid
    writer = .some(toAgent.writer)
    output = fromAgent.reader
  }

  private static var binary: String {
    var buffer = [CChar](repeating: 0, count: 4096)
    let count = max(0, readlink("/proc/self/exe", &buffer, buffer.count))
    let executable = String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return executable.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 } + "/agh"
  }

  // MARK: - Calls

  /// Opens the connection and a session in a directory.
  func start(in directory: TemporaryDirectory) throws -> String {
    _ = try call(
      .initialize,
      InitializeRequest(
        clientCapabilities: ClientCapabilities(readTextFile: true, writeTextFile: true, terminal: true)
      ).json)
    return try NewSessionResponse(json: call(.sessionNew, NewSessionRequest(cwd: directory.path).json)).sessionID
  }

  /// Sends a prompt and answers the agent's calls until the turn is over.
  @discardableResult
  func prompt(_ text: String, _ session: String) throws -> PromptResponse {
    try PromptResponse(
      json: call(.sessionPrompt, PromptRequest(sessionID: session, prompt: [ContentBlock(text: text)]).json))
  }

  func call(_ method: ACPMethod, _ params: JSONValue) throws -> JSONValue {
    let id = try request(method, params)
    while true {
      let message = try next()
      switch message.kind {
      case .result(id): return message.payloadValue()
      case .failure(id): throw RPCError(json: message.payloadValue())
      default: try handle(message)
      }
    }
  }

  func request(_ method: ACPMethod, _ params: JSONValue) throws -> RPCID {
    lastID += 1
    let id = RPCID(lastID)
    try send(RPCLine.request(id: id, method, params))
    return id
  }

  func notify(_ method: ACPMethod, _ params: JSONValue) throws {
    try send(RPCLine.notification(method, params))
  }

  /// Handles what comes until an update fulfils a condition.
  func receive(until isEnough: (SessionUpdate) -> Bool) throws {
    let seen = updates.count
    while !updates[seen...].contains(where: isEnough) { try handle(next()) }
  }

  private func handle(_ message: RPCMessage) throws {
    switch message.kind {
    case .notification:
      guard let update = try message.sessionUpdate() else { return }
      updates.append(update)
      try onUpdate(update)
    case .request(let id, let method):
      calls.append((method, message.payloadValue()))
      callIDs.append(id)
      do {
        try send(RPCLine.result(id: id, handler(ACPMethod(method), message.payloadValue())))
      } catch let error as RPCError {
        try send(RPCLine.failure(id: id, error))
      }
    case .result, .failure: break
    }
  }

  /// Sends a line.
  func send(_ line: [UInt8]) throws { try writer?.write(line) }

  /// Closes the agent's standard input.
  func closeInput() { writer = nil }

  // MARK: - Lines

  /// The next message; noise is collected. Fails when none comes within 30 seconds.
  func next() throws -> RPCMessage {
    while true {
      if let line = try splitter.next() {
        do {
          return try RPCMessage.parse(line.bytes)
        } catch {
          noise.append(line.bytes)
          continue
        }
      }
      guard try readMore() else { throw Failure(description: "the agent has closed its output") }
    }
  }

  /// Everything up to the end of the agent's output.
  func readToEnd() throws -> [UInt8] {
    while try readMore() {}
    var lines: [UInt8] = []
    while let line = try splitter.next() { lines += line.bytes + [0x0A] }
    return lines + (splitter.rest()?.bytes ?? [])
  }

  private func readMore() throws -> Bool {
    var descriptor = pollfd(fd: output.rawValue, events: Int16(POLLIN), revents: 0)
    guard poll(&descriptor, 1, 30_000) > 0 else { throw Failure(description: "nothing came for 30 seconds") }
    let piece = try output.read(upTo: 65536)
    splitter.append(piece)
    return !piece.isEmpty
  }

  // MARK: - The end

  /// Whether the process is still there.
  var isRunning: Bool { kill(pid, 0) == 0 && waitpid(pid, nil, WNOHANG) == 0 }

  /// The wait status once the agent has closed its output and ended.
  func waitForExit() throws -> Int32 {
    _ = try readToEnd()
    var status: Int32 = 0
    guard waitpid(pid, &status, 0) == pid else { throw Failure(description: "waitpid failed") }
    return status
  }

  /// The processes of the tree that are alive.
  func tree() throws -> [ProcessIdentity] { try ProcessTable.carrying(marker) }

  deinit {
    while let tree = try? tree(), !tree.isEmpty {
      for process in tree { _ = try? process.signal(SIGKILL) }
    }
    waitpid(pid, nil, 0)
  }
}

/// The numbered texts of chunks.
extension [SessionUpdate] {
  var texts: [String] { compactMap(\.text) }

  /// The running numbers, in the order in which they came.
  var numbers: [Int] {
    texts.compactMap { text in
      guard text.hasPrefix("#") else { return nil }
      return Int(text.dropFirst().prefix { $0.isNumber })
    }
  }
}

/// A directory that is removed with the value.
final class TemporaryDirectory {
  let path: String

  init() throws {
    var template = Array("/tmp/rehearsal-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw TestClient.Failure(description: "mkdtemp: \(errno)") }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  func write(_ text: String, to name: String) throws {
    try AtomicFile.write(Array(text.utf8), to: path + "/" + name)
  }

  func read(_ name: String) throws -> String {
    String(decoding: try FileDescriptor.open(path + "/" + name, O_RDONLY).readToEnd(), as: UTF8.self)
  }

  deinit {
    removeTree(path)
  }
}

private func removeTree(_ path: String) {
  if let directory = opendir(path) {
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { removeTree(path + "/" + name) }
    }
    closedir(directory)
  }
  remove(path)
}
