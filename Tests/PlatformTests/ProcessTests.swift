import CSystem
import Platform
import Testing

@Suite struct ProcessTests {
  /// Starts a program as a test needs it: in a session of its own, with this environment.
  private func start(_ arguments: [String], environment: [String] = []) throws -> Int32 {
    var argv: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
    var envp: [UnsafeMutablePointer<CChar>?] = environment.map { strdup($0) } + [nil]
    defer { for text in argv + envp { free(text) } }
    let pid = cs_spawn_session(arguments[0], &argv, &envp, [-1, -1, -1], 3)
    guard pid > 0 else { throw SystemError(operation: "spawn", path: arguments[0], errno: -pid) }
    return pid
  }

  @Test func ownIdentityIsAlive() throws {
    let own = try ProcessIdentity.of(pid: cs_process_id())
    #expect(own.isAlive)
    #expect(own.bootID == (try BootID.current()))
    #expect(try own.signal(0))
  }

  @Test func anotherStartTimeOrBootIsAnotherProcess() throws {
    let own = try ProcessIdentity.of(pid: cs_process_id())
    let earlier = ProcessIdentity(bootID: own.bootID, pid: own.pid, startTicks: own.startTicks &- 1)
    #expect(!earlier.isAlive)
    #expect(try !earlier.signal(SIGKILL))
    let otherBoot = ProcessIdentity(bootID: "other", pid: own.pid, startTicks: own.startTicks)
    #expect(!otherBoot.isAlive)
    #expect(try !otherBoot.signal(SIGKILL))
  }

  @Test func zombieIsDead() throws {
    let pid = try start(["/bin/sleep", "1000"])
    let identity = try ProcessIdentity.of(pid: pid)
    #expect(try identity.signal(SIGKILL))
    #expect(cs_wait_zombie(pid) == 0)
    #expect(!identity.isAlive)
    #expect(throws: SystemError.self) { _ = try ProcessIdentity.of(pid: pid) }
    #expect(try !identity.signal(SIGTERM))
    var status = cs_exit()
    #expect(cs_wait(pid, 1, &status) == pid)
    #expect(status.signal == SIGKILL)
    #expect(!identity.isAlive)
  }

  @Test func theEndOfAProcessIsWaitedFor() throws {
    let pid = try start(["/bin/sh", "-c", "read line; sleep 0.05"])
    let identity = try ProcessIdentity.of(pid: pid)
    #expect(identity.waitForEnd(within: .seconds(30)))
    #expect(!identity.isAlive, "it is a zombie now")
    #expect(identity.waitForEnd(within: .zero))
    var status = cs_exit()
    #expect(cs_wait(pid, 1, &status) == pid)
    #expect(identity.waitForEnd(within: .zero))
    let own = try ProcessIdentity.of(pid: cs_process_id())
    #expect(!own.waitForEnd(within: .milliseconds(5)))
  }

  @Test func findsProcessesByEnvironmentAndAncestry() throws {
    let marker = "AGH_TEST=" + Hex.encode(SystemRandom().bytes(8))
    let pid = try start(["/bin/sleep", "1000"], environment: ["PATH=/bin", marker])
    defer {
      cs_kill(pid, SIGKILL)
      var status = cs_exit()
      cs_wait(pid, 1, &status)
    }
    // The spawn returns before the kernel has put the environment in its place.
    let deadline = SystemClock().boot() + .seconds(30)
    while ProcessTable.environment(of: pid)?.isEmpty != false, SystemClock().boot() < deadline {
      var nothing = cs_poll(fd: -1, events: 0, ready: 0)
      _ = cs_poll(&nothing, 1, 1)
    }
    #expect(try ProcessTable.carrying(marker).map(\.pid) == [pid])
    #expect(try ProcessTable.carrying(String(marker.dropLast())).isEmpty)
    #expect(ProcessTable.environment(of: pid)?.map { String(decoding: $0, as: UTF8.self) } == ["PATH=/bin", marker])
    #expect(ProcessTable.ancestors(of: pid).first == cs_process_id())
    #expect(try ProcessTable.children(of: cs_process_id()).contains(pid))
  }

  @Test func spawnedChildHasOnlyWhatItIsGiven() throws {
    let leaky = cs_open("/dev/null", O_RDONLY, 0)
    cs_set_close_on_exec(leaky, 0)
    let pid = try start(["/bin/sleep", "1000"])
    defer {
      cs_kill(pid, SIGKILL)
      var status = cs_exit()
      cs_wait(pid, 1, &status)
      cs_close(leaky)
    }
    #expect(try Directory.names("/proc/\(pid)/fd") == ["0", "1", "2"])
    #expect(getsid(pid) == pid)
    #expect(try signals("SigBlk", of: pid) == 0)
    // 32 and 33 belong to the C library, which lets nobody change them.
    #expect(try signals("SigIgn", of: pid) & ~0x1_8000_0000 == 0)
  }

  /// One of the signal sets that the kernel shows, as bits.
  private func signals(_ set: String, of pid: Int32) throws -> UInt64 {
    let line = try text("/proc/\(pid)/status").split(separator: "\n").first { $0.hasPrefix(set + ":") }
    return try #require(line.flatMap { UInt64($0.dropFirst(set.count + 2), radix: 16) })
  }

  @Test func spawnReportsAMissingProgram() throws {
    #expect(throws: SystemError(operation: "spawn", path: "/no/such", errno: ENOENT)) { _ = try start(["/no/such"]) }
  }
}
