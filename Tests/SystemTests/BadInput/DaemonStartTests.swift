import Glibc
import Home
import JSON
import Platform
import Testing

/// Daemons that cannot start: they say why and what to do, exit at once, and leave nothing behind.
@Suite("Daemons that cannot start", .blocking)
struct DaemonStartTests {
  @Test("A second daemon")
  func second() throws {
    let home = try TestHome()
    let daemon = try TestDaemon(home)
    for words in [["daemon", "start"], ["daemon", "start", "--foreground"]] {
      let result = try home.start(words + ["-o", "json"]).end()
      #expect(result.status == 1)
      #expect(try JSONParser.parse(Array(result.errors.utf8))["code"]?.string == "daemon_already_running", "\(result)")
    }
    #expect(try daemon.api.get("/api/status")["daemon"]?["pid"]?.int == Int(daemon.pid))
    #expect(try daemon.stop() == .status(0))
  }

  @Test("Without a daemon, commands exit 69 and name the next step")
  func absent() throws {
    let home = try TestHome()
    for words in [["status"], ["daemon", "status"], ["session", "list"], ["session", "new"], ["workspace", "list"]] {
      let result = try home.start(words).end()
      #expect(result.status == 69, "\(words): \(result)")
      #expect(result.errors.contains("next: agh daemon start"), "\(words): \(result)")
    }
    let stop = try home.run("daemon", "stop")
    #expect(stop.status == 1 && stop.errors.contains("not running"))
    #expect(Files.names(home.home.path) == ["config.toml"], "a command has made something")
  }

  @Test("A configuration that is wrong: file, line, column and the nearest key; stop and status still work")
  func configuration() throws {
    let home = try TestHome()
    let daemon = try TestDaemon(home)
    try Files.write("[http]\nprot = 1\n", to: home.home.configuration)
    try home.succeed("daemon", "status")
    try home.succeed("daemon", "stop")
    #expect(try daemon.process.wait() == .status(0))
    let before = Files.names(home.home.path)
    for words in [["daemon", "start"], ["daemon", "start", "--foreground"]] {
      let result = try home.start(words).end()
      #expect(result.status == 1 || result.status == 78, "\(result)")
      #expect(result.errors.contains("config.toml:2:1"), "\(result)")
      #expect(result.errors.contains("port"), "the nearest key is missing: \(result)")
    }
    #expect(Files.names(home.home.path) == before)
    #expect(home.processes().isEmpty)
  }

  /// A place for the socket that cannot be used.
  struct Socket: Sendable, CustomTestStringConvertible {
    let what: String
    let path: String
    let code: String
    var testDescription: String { what }
  }

  @Test(
    "A socket path that cannot be used",
    arguments: [
      Socket(
        what: "too long", path: "{root}/" + String(repeating: "s", count: 104), code: "socket_path_too_long"),
      Socket(what: "occupied by a file", path: "{root}/w/README.md", code: "socket_path_occupied"),
      Socket(what: "in a directory of everybody", path: "/tmp/agh-nobody.sock", code: "socket_directory_not_ours"),
    ])
  func socket(_ socket: Socket) throws {
    var options = TestHome.Options()
    let home = try TestHome(options)
    options.configuration = "[daemon]\nsocket = \"\(socket.path.replacing("{root}", with: home.root))\"\n"
    try home.configure(options)
    let result = try home.run("daemon", "start", "-o", "json")
    #expect(result.status == 1 || result.status == 78, "\(result)")
    let error = try JSONParser.parse(Array(result.errors.utf8))
    #expect([socket.code, "config_invalid"].contains(error["code"]?.string), "\(result)")
    if socket.what != "too long" { #expect(error["code"]?.string == socket.code) }
    #expect(error["error"]?.string?.contains("(next: ") == true)
    #expect(Files.exists(home.workspace + "/README.md"))
    #expect(home.processes().isEmpty)
    #expect(!Files.exists(home.home.daemonInfo))
  }

  @Test("A port that is taken: the words people look for, and nothing is left behind")
  func port() throws {
    var options = TestHome.Options()
    options.usesTCP = true
    let home = try TestHome(options)
    let listener = try Listener(port: home.port)
    let result = try home.run("daemon", "start", "-o", "json")
    #expect(result.status == 1)
    let error = try JSONParser.parse(Array(result.errors.utf8))
    #expect(error["code"]?.string == "port_in_use", "\(result)")
    #expect(error["error"]?.string?.contains("listen tcp") == true)
    #expect(error["error"]?.string?.contains("bind: address already in use") == true)
    #expect(home.processes().isEmpty)
    #expect(!Files.exists(home.home.daemonInfo))
    #expect(!Files.exists(home.home.socket))
    listener.close()
    try home.succeed("daemon", "start")
    try home.succeed("daemon", "stop")
  }

  @Test("A home that others can write to is refused with the command that mends it")
  func writableByOthers() throws {
    let home = try TestHome()
    try #require(chmod(home.home.path, 0o770) == 0)
    let result = try home.run("daemon", "start", "-o", "json")
    #expect(result.status == 1)
    let error = try JSONParser.parse(Array(result.errors.utf8))
    #expect(error["code"]?.string == "home_writable_by_others", "\(result)")
    #expect(error["error"]?.string?.contains("chmod go-w") == true)
    #expect(Files.names(home.home.path) == ["config.toml"])
    try #require(chmod(home.home.path, 0o750) == 0)
    try home.succeed("daemon", "start")
    #expect(try FileStatus.of(home.home.path).permissions == 0o750, "a mode that is safe is kept")
    try home.succeed("daemon", "stop")
  }

  @Test("Everything below a home is private, whatever the umask")
  func modes() throws {
    let home = try TestHome()
    let daemon = try TestDaemon(home)
    let session = try SessionHandle(home)
    try session.promptToEnd("hello; write x.txt; run ls")
    #expect(Self.readable(below: home.home.path) == [])
    try session.stop()
    #expect(try daemon.stop() == .status(0))
    #expect(Self.readable(below: home.home.path) == [])
  }

  @Test("A file system that is full", .enabled(if: geteuid() == 0))
  func full() throws {
    let home = try TestHome()
    let small = home.root + "/small"
    try Directory.make(small)
    let mount = try ChildProcess(
      ["/bin/mount", "-t", "tmpfs", "-o", "size=64k,mode=0700", "agh-test", small], environment: [:])
    try #require(try mount.wait() == .status(0))
    defer { _ = try? ChildProcess(["/bin/umount", "-l", small], environment: [:]).wait() }
    home.environment["AGH_HOME"] = small
    try Files.write(String(repeating: "x", count: 60 << 10), to: small + "/ballast")
    let result = try home.run("daemon", "start", "-o", "json")
    #expect(result.status == 1)
    #expect(try JSONParser.parse(Array(result.errors.utf8))["code"]?.string == "home_full", "\(result)")
    #expect(!Files.exists(small + "/daemon.json"))
  }

  @Test("A home of somebody else", .enabled(if: geteuid() == 0))
  func foreign() throws {
    let home = try TestHome()
    try #require(chown(home.home.path, 65534, 65534) == 0)
    let result = try home.run("daemon", "start", "-o", "json")
    #expect(result.status == 1)
    #expect(try JSONParser.parse(Array(result.errors.utf8))["code"]?.string == "home_not_ours", "\(result)")
    #expect(Files.names(home.home.path) == ["config.toml"])
  }

  @Test("A shim that is missing: sessions say so, and nothing is half-made")
  func shim() throws {
    let home = try TestHome()
    let bare = home.root + "/bin"
    try Directory.make(bare)
    let copy = try ChildProcess(["/bin/cp", Build.agh, bare + "/agh"], environment: [:])
    try #require(try copy.wait() == .status(0))
    let output = try FileDescriptor.open(home.root + "/out", O_WRONLY | O_CREAT)
    let daemon = try ChildProcess(
      [bare + "/agh", "daemon", "start", "--foreground"], environment: home.environment, output: output.rawValue)
    home.keep(daemon)
    let isReady = try awaited("a daemon that answers or ends") { () -> Bool? in
      if daemon.poll() != nil { return false }
      return DaemonInfo.read(home.home)?.pid == daemon.pid ? true : nil
    }
    guard isReady else {
      return #expect(try Files.text(home.root + "/out").contains("agh-shim"))
    }
    let answer = try API(socket: home.home.socket).send(
      "POST", "/api/sessions", body: ["provider": "rehearsal", "workspace_path": .string(home.workspace)])
    #expect(answer.status == 500 && answer.code == "shim_missing", "\(answer)")
    try eventually("the run is tidied up") { Files.names(home.home.run).isEmpty }
    daemon.signal(SIGTERM)
    _ = try daemon.wait()
  }

  /// What below a directory others than its owner can read or write.
  private static func readable(below path: String) -> [String] {
    var found: [String] = []
    for name in Files.names(path) {
      let file = "\(path)/\(name)"
      guard let status = try? FileStatus.of(file, following: false) else { continue }
      if status.permissions & 0o077 != 0 { found.append("\(file) has mode \(String(status.permissions, radix: 8))") }
      if status.kind == .directory { found += readable(below: file) }
    }
    return found
  }
}

/// Takes a TCP port.
private final class Listener {
  private let descriptor: Int32

  init(port: Int) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let bound = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    try #require(bound == 0 && listen(descriptor, 1) == 0)
  }

  func close() { Glibc.close(descriptor) }
}
