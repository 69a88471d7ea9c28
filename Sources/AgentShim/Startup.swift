internal import CSystem

/// What happens once, before the loop: from the arguments to the running agent.
enum Startup {
  /// Exit codes of a shim that started nothing.
  enum Failure: Int32 {
    case usage = 1
    /// The launch frame did not come whole: the daemon is gone, or was killed in the middle of it.
    case launch = 2
    /// Descriptor 3 is not the lock of the directory.
    case lock = 3
    case system = 4
  }

  /// Becomes the shim of the directory named on the command line, starts the agent, and returns what serves it.
  static func run() -> Shim {
    guard cs_argument_count() == 2, let argument = cs_argument(1) else {
      fail(.usage, "usage: agh-shim DIRECTORY (agh starts it; there is nothing to run by hand)")
    }
    checkLock(String(cString: argument))
    check(cs_change_directory(argument), "change to the run directory")
    // Already done by whoever spawned it as agreed; then this fails and does no harm.
    _ = cs_new_session()
    cs_file_mode_mask(0o077)
    check(cs_become_subreaper(), "become the reaper of the tree")
    let signals = cs_signals_make()
    check(signals, "take signals")
    let launch = readLaunch()
    let spoolDirectory = makeDirectory(RunFiles.spool)
    let terminalDirectory = makeDirectory(RunFiles.terminals)
    let listener = cs_unix_listen(RunFiles.socket, 64)
    check(listener, "bind the socket")
    writeIdentity(launch)
    let shim = Shim(
      launch: launch, signals: signals, listener: listener,
      spool: Spool(directory: spoolDirectory, limit: launch.limits.spoolBytes),
      terminals: Terminals(directory: terminalDirectory, mark: mark(launch)))
    shim.startAgent()
    // From here on nobody listens to messages; the end of the pipe says that the start is over.
    silence(2)
    silence(0)
    silence(1)
    return shim
  }

  /// The entry that every process of the tree carries.
  private static func mark(_ launch: Launch) -> ByteText {
    for entry in launch.environment where entry.hasPrefix(Launch.markPrefix) { return entry }
    fail(.launch, "the launch frame carries no mark")
  }

  private static func checkLock(_ directory: String) {
    var held = cs_status()
    var named = cs_status()
    guard cs_fstat(3, &held) == 0, cs_statat(cs_working_directory(), directory + "/" + RunFiles.lock, 1, &named) == 0,
      held.device == named.device, held.inode == named.inode, cs_description_lock(3) >= 0
    else { fail(.lock, "descriptor 3 is not the lock of the run directory") }
    check(cs_set_close_on_exec(3, 1), "keep the lock")
  }

  private static func readLaunch() -> Launch {
    var bytes: [UInt8] = []
    withUnsafeTemporaryAllocation(byteCount: 65536, alignment: 1) { buffer in
      guard let base = buffer.baseAddress else { return }
      while true {
        let count = cs_read(0, base, buffer.count)
        guard count > 0, bytes.count < 64 << 20 else { return }
        bytes.append(contentsOf: UnsafeRawBufferPointer(start: base, count: count))
      }
    }
    do throws(WireError) {
      return try Launch(bytes)
    } catch {
      fail(.launch, "the launch frame is not whole")
    }
  }

  private static func makeDirectory(_ name: String) -> Int32 {
    check(cs_mkdirat(cs_working_directory(), name, 0o700), "make a directory")
    let opened = cs_open(name, O_RDONLY | O_DIRECTORY, 0)
    check(opened, "open a directory")
    return opened
  }

  private static func writeIdentity(_ launch: Launch) {
    var lock = cs_status()
    check(cs_fstat(3, &lock), "look at the lock")
    let pid = cs_process_id()
    let identity = ShimIdentity(
      pid: pid, startTicks: Processes.startTicks(pid), bootID: bootID(), build: Shim.build,
      lockDevice: lock.device, lockInode: lock.inode, homeID: launch.homeID, session: launch.session,
      epoch: launch.epoch)
    check(Files.replace(RunFiles.identity, with: identity.encoded()), "write the identity")
  }

  private static func bootID() -> ByteText {
    ByteText(bytes: Files.read("/proc/sys/kernel/random/boot_id", limit: 64).prefix { $0 != 10 })
  }

  private static func silence(_ descriptor: Int32) {
    let null = cs_open("/dev/null", O_RDWR, 0)
    guard null >= 0 else { return }
    _ = dup2(null, descriptor)
    _ = cs_set_close_on_exec(descriptor, 1)
    if null != descriptor { _ = cs_close(null) }
  }

  private static func check(_ result: Int32, _ what: StaticString) {
    guard result < 0 else { return }
    Files.say(2, "agh-shim: cannot ")
    _ = cs_write(2, what.utf8Start, what.utf8CodeUnitCount)
    Files.say(2, ": " + String(cString: strerror(-result)) + "\n")
    exit(Failure.system.rawValue)
  }

  private static func fail(_ failure: Failure, _ message: StaticString) -> Never {
    _ = cs_write(2, message.utf8Start, message.utf8CodeUnitCount)
    Files.say(2, "\n")
    exit(failure.rawValue)
  }
}
