import CSystem
import Diagnostics
import Glibc
import Home
import Platform
import Testing

@Suite struct DaemonLockTests {
  private let directory: TemporaryDirectory
  private var home: HomeDirectory { directory.home }

  init() throws {
    directory = try TemporaryDirectory()
    try directory.home.prepare()
  }

  /// Another process that holds the lock as a daemon does.
  private func holder() throws -> ChildProcess {
    let child = try ChildProcess(["/usr/bin/flock", "--no-fork", home.lock, "/bin/sleep", "1000"])
    try eventually {
      let probe = try FileDescriptor.open(home.lock, O_RDWR | O_CREAT)
      return cs_flock(probe.rawValue) == -EWOULDBLOCK
    }
    return child
  }

  @Test func theHolderIsNamedInTheFile() throws {
    let lock = try DaemonLock.acquire(home)
    #expect(try text(home.lock) == "\(getpid())\n")
    #expect(DaemonLock.holder(of: home) == getpid())
    #expect(try mode(home.lock) == 0o600)
    lock.release()
    #expect(try text(home.lock) == "0\n")
    #expect(DaemonLock.holder(of: home) == nil)
  }

  @Test func aSecondDaemonIsToldWhoIsFirst() throws {
    let child = try holder()
    try write("\(child.pid)\n", to: home.lock)
    let clock = ManualClock()
    var waited = Duration.zero
    let error = #expect(throws: AghError.self) {
      _ = try DaemonLock.acquire(home, clock: clock) { duration in
        waited += duration
        clock.advance(by: duration)
      }
    }
    #expect(error?.code == .daemonAlreadyRunning)
    #expect(error?.message.contains("pid \(child.pid)") == true)
    #expect(waited >= .milliseconds(500) && waited < .milliseconds(600))
  }

  @Test func theHolderIsFoundWithoutARecord() throws {
    #expect(DaemonLock.heldBy(home) == nil)
    let child = try holder()
    #expect(DaemonLock.heldBy(home) == nil, "the file does not name the holder")
    try write("\(child.pid)\n", to: home.lock)
    #expect(DaemonLock.heldBy(home) == (try ProcessIdentity.of(pid: child.pid)))
    child.kill()
    #expect(DaemonLock.heldBy(home) == nil)
    try write("1\n", to: home.lock)
    #expect(DaemonLock.heldBy(home) == nil)
  }

  @Test func theLockIsFreeAtOnceAfterAKill() throws {
    let child = try holder()
    child.kill()
    let lock = try DaemonLock.acquire(home, patience: .zero)
    lock.release()
  }

  @Test func aDaemonThatIsAboutToEndIsWaitedFor() throws {
    let child = try holder()
    let clock = ManualClock()
    let lock = try DaemonLock.acquire(home, clock: clock) { duration in
      clock.advance(by: duration)
      if clock.boot() >= ManualClock().boot() + .milliseconds(100) { child.kill() }
    }
    lock.release()
  }

  @Test func itCanBeTakenAgainAfterRelease() throws {
    let first = try DaemonLock.acquire(home)
    first.release()
    let second = try DaemonLock.acquire(home, patience: .zero)
    second.release()
  }

  @Test func noChildInheritsIt() throws {
    let lock = try DaemonLock.acquire(home)
    let child = try ChildProcess(["/bin/sleep", "1000"])
    lock.release()
    let again = try DaemonLock.acquire(home, patience: .zero)
    again.release()
    child.kill()
  }

  @Test func aLinkInItsPlaceIsNotFollowed() throws {
    #expect(symlink("/tmp/elsewhere", home.lock) == 0)
    let error = #expect(throws: AghError.self) { _ = try DaemonLock.acquire(home) }
    #expect(error?.code == .homeUnusable)
  }
}
