import Glibc
import Home
import JSON
import Journal
import Platform
import Testing

/// A throw-away home with a workspace, and everything that was started in it. All of it is gone when the value is let
/// go, also after a failure; with `AGH_TEST_KEEP` in the environment the files stay, to be looked at.
final class TestHome {
  /// What differs from a stock configuration.
  struct Options {
    /// A free TCP port is taken; otherwise there is the Unix socket only.
    var usesTCP = false
    var permissions = "approve-all"
    /// Lines to be added to the configuration.
    var configuration = ""
    /// Commands of providers besides the built-in ones, by name; `{root}` stands for the directory of the test.
    var providers: [String: String] = [:]

    /// A provider `logged`: the rehearsal agent that keeps a log, which `agentLog` reads.
    static func logged(_ permissions: String = "approve-all", _ flags: String = "") -> Options {
      var options = Options()
      options.permissions = permissions
      options.addLogged("logged", flags)
      return options
    }

    /// Adds a provider that keeps a log of its own.
    mutating func addLogged(_ name: String, _ flags: String = "") {
      providers[name] = "\(Build.agh) rehearsal-agent --log {root}/\(name).log \(flags)"
    }
  }

  /// Where a home lies, for threads that only ask its daemon.
  struct Place: Sendable {
    let home: HomeDirectory

    var api: API { API(socket: home.socket) }
  }

  let root: String
  let home: HomeDirectory
  /// A workspace with one file, README.md.
  let workspace: String
  let port: Int
  /// Variables that every process started here gets.
  var environment: [String: String]
  /// Its daemons, which live as long as the home unless they are ended.
  private var daemons: [ChildProcess] = []
  private var disks: [SmallDisk] = []

  init(_ options: Options = Options()) throws {
    root = try Files.temporaryDirectory()
    home = HomeDirectory(path: root + "/h")
    workspace = root + "/w"
    port = options.usesTCP ? try Self.freePort() : 0
    environment = ["AGH_HOME": home.path, "HOME": root, "PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8"]
    try Directory.make(home.path)
    try Directory.make(workspace)
    try Files.write("A workspace for a test.\n", to: workspace + "/README.md")
    try configure(options)
  }

  /// Writes the configuration anew.
  func configure(_ options: Options) throws {
    var text = options.usesTCP ? "[http]\nport = \(port)\n" : "[http]\nenabled = false\n"
    text += "[permissions]\nmode = \"\(options.permissions)\"\n[defaults]\nprovider = \"rehearsal\"\n"
    for (name, command) in options.providers.sorted(by: { $0.key < $1.key }) {
      let command = JSONValue.string(command.replacing("{root}", with: root)).text
      text += "[providers.\(name)]\ncommand = \(command)\nauth_mode = \"none\"\n"
    }
    try Files.write(text + options.configuration, to: home.configuration)
  }

  /// Keeps a daemon as long as the home.
  func keep(_ daemon: ChildProcess) { daemons.append(daemon) }

  /// Mounts a small disk at a directory of the home; an empty name is the home itself, which must have no files yet.
  func mount(_ name: String, megabytes: Int) throws -> SmallDisk {
    let disk = try SmallDisk(at: name.isEmpty ? home.path : "\(home.path)/\(name)", megabytes: megabytes)
    disks.append(disk)
    return disk
  }

  deinit {
    endEverything()
    daemons = []
    while disks.popLast() != nil {}
    if getenv("AGH_TEST_KEEP") != nil { return }
    try? Directory.removeTree(root)
  }

  var place: Place { Place(home: home) }

  /// Another workspace.
  func makeWorkspace(_ name: String) throws -> String {
    let path = "\(root)/\(name)"
    try Directory.make(path)
    return path
  }

  // MARK: - Commands

  /// Starts a command in this home.
  func start(_ words: [String], after setUp: String? = nil, in directory: String? = nil) throws -> CLI {
    try CLI(words, after: setUp, environment: environment, directory: directory ?? workspace)
  }

  /// Runs a command in this home to its end.
  func run(_ words: String..., in directory: String? = nil) throws -> CLI.Result {
    try start(words, in: directory).end()
  }

  /// Runs a command that has to succeed.
  @discardableResult
  func succeed(_ words: String..., sourceLocation: SourceLocation = #_sourceLocation) throws -> CLI.Result {
    let result = try start(words).end()
    try #require(result.status == 0, "agh \(words.joined(separator: " ")): \(result)", sourceLocation: sourceLocation)
    return result
  }

  // MARK: - What is there

  /// The id of the home; nil before its first daemon.
  var identity: String? { HomeIdentity.read(home)?.homeID }

  /// The daemon's log, for messages of failed tests.
  var log: String { (try? Files.text(home.log)) ?? "" }

  /// What the agent of a provider added by `addLogged` received and sent.
  func agentLog(_ provider: String = "logged") throws -> AgentLog { try AgentLog("\(root)/\(provider).log") }

  /// Processes that belong to this home: they carry its marker, were started with it in the environment, or are shims
  /// of it.
  func processes() -> [ProcessIdentity] {
    let marker = identity.map { Array("AGH_SHIM=\($0):".utf8) }
    let place = Array("AGH_HOME=\(home.path)".utf8)
    let found = try? ProcessTable.carrying { entry in
      entry == place || marker.map { entry.starts(with: $0) } == true
    }
    return (found ?? []) + shims()
  }

  /// The shims of this home: they are started with the path of their run.
  func shims() -> [ProcessIdentity] {
    let pids = (try? ProcessTable.pids()) ?? []
    return pids.compactMap { pid in
      guard let line = try? Files.text("/proc/\(pid)/cmdline"), line.contains("\0\(home.run)/") else { return nil }
      return try? ProcessIdentity.of(pid: pid)
    }
  }

  /// Processes that a shim of this home started.
  func marked() -> [ProcessIdentity] {
    guard let identity else { return [] }
    let marker = Array("AGH_SHIM=\(identity):".utf8)
    return (try? ProcessTable.carrying { $0.starts(with: marker) }) ?? []
  }

  /// What processes are, for messages of failed tests.
  func describe(_ processes: [ProcessIdentity]) -> String {
    processes.map { process in
      let line = (try? Files.text("/proc/\(process.pid)/cmdline")) ?? ""
      return "\(process.pid): " + line.replacing("\0", with: " ")
    }.joined(separator: "\n")
  }

  /// Fails unless no process of this home is left.
  func requireNothingLeft(sourceLocation: SourceLocation = #_sourceLocation) throws {
    let left = processes()
    #expect(left.isEmpty, "left over: \(describe(left))", sourceLocation: sourceLocation)
    #expect(Files.names(home.run).isEmpty, "run directories are left", sourceLocation: sourceLocation)
  }

  private func endEverything() {
    // A process may start another one before it is killed, so this is repeated.
    for _ in 0..<100 {
      let left = processes()
      if left.isEmpty { return }
      for process in left { _ = try? process.signal(SIGKILL) }
      Pause.block(.milliseconds(10))
    }
  }

  private static func freePort() throws -> Int {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(listener) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let result = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, size) == 0 && getsockname(listener, $0, &size) == 0
      }
    }
    try #require(result, "there is no free port")
    return Int(UInt16(bigEndian: address.sin_port))
  }
}
