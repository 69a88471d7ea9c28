import API
import CommandModel
import Diagnostics
import Glibc
import Home
import JSON
import Platform

/// Starting and ending the process of a daemon from outside.
enum DaemonProcess {
  /// Sends a signal and waits until the process is gone.
  ///
  /// - Throws: `daemon_stop_timeout` when it is still there after `limit`; `home_not_ours` when it is another user's.
  static func end(_ process: ProcessIdentity, with signal: Int32, within limit: Duration) throws {
    do throws(SystemError) {
      _ = try process.signal(signal)
    } catch {
      throw AghError(.homeNotOurs, "the daemon (pid \(process.pid)) cannot be signalled: \(error)")
    }
    guard process.waitForEnd(within: limit) else {
      throw AghError(
        .daemonStopTimeout, "the daemon (pid \(process.pid)) is still there after \(limit.components.seconds) s")
    }
  }

  /// Lets the daemon go without its agents; one that does not within 10 s is killed, which comes to the same.
  static func detach(_ process: ProcessIdentity) throws {
    do {
      try end(process, with: SIGHUP, within: .seconds(10))
    } catch let error as AghError where error.code == .daemonStopTimeout {
      try end(process, with: SIGKILL, within: .seconds(10))
    }
  }

  // MARK: - Starting

  /// Starts a daemon in the background and returns its record once it answers.
  ///
  /// - Throws: the child's own error when it ends; `daemon_start_timeout` when it does not answer within 15 s, and is
  ///   left to itself.
  static func launch(_ context: CommandContext) throws -> Document {
    let home = try context.location().home
    try home.prepare()
    let log = try DaemonLog(home)
    let child = try spawn(log)
    let deadline = ContinuousClock.now + .seconds(15)
    while ContinuousClock.now < deadline {
      if let end = try child.end() { throw failure(end, log) }
      if let record = try answer(of: child.pid, context) { return DaemonView.one(record, now: context.now) }
      Pause.block(.milliseconds(10))
    }
    throw AghError(.daemonStartTimeout, "the daemon (pid \(child.pid)) does not answer yet after 15 s")
  }

  /// The record of that process, once it is the daemon that answers.
  private static func answer(of child: Int32, _ context: CommandContext) throws -> JSONValue? {
    guard try context.location().info?.pid == child else { return nil }
    do {
      let record = try context.client().get(APICall(.getStatus))["daemon"] ?? .null
      return record["pid"]?.int == Int(child) ? record : nil
    } catch let error where Absence.isMeant(by: error) {
      return nil
    }
  }

  private static func spawn(_ log: borrowing DaemonLog) throws -> ChildProcess {
    guard let executable = ProcessFacts.executable else {
      throw AghError(.daemonStartFailed, "the path of this executable is not known")
    }
    let words = ["daemon", "start", "--foreground", "--internal-child", "--output", "jsonl"]
    let variables = ProcessFacts.environmentEntries.filter { !$0.starts(with: mirror) }
    do {
      return try ChildProcess.startInSession(
        executable, arguments: words, environment: variables + [mirror + [UInt8(ascii: "0")]],
        descriptors: [-1, log.descriptor, log.descriptor])
    } catch {
      throw AghError(.daemonStartFailed, "cannot start \(executable): \(error.reason)")
    }
  }

  private static func failure(_ end: ChildProcess.End, _ log: borrowing DaemonLog) -> any Error {
    if let failure = log.failure { return failure }
    let how =
      switch end {
      case .signalled(let signal): "signal \(signal)"
      case .exited(let status): "status \(status)"
      }
    return AghError(.daemonStartFailed, "the daemon ended before it was ready (\(how))")
  }

  /// Log lines go to the log already; a copy of them on the error stream would stand there twice.
  private static let mirror = Array("\(ForegroundDaemon.mirrorVariable)=".utf8)
}
