internal import CSystem

extension Shim {
  /// Serves until the agent's tree is gone, its output is in the spool and the exit record is written.
  func serve() {
    while true {
      let now = cs_boot_ns()
      advance(now)
      finishIfOver()
      tellNews()
      if isExitWritten {
        sayFarewell(now)
        return
      }
      var entries = [entry(signals, read: true), entry(acceptAgain == nil ? listener : -1, read: true)]
      entries.append(entry(input.wanted, write: true))
      entries.append(entry(spool.hasRoom(draining: isDraining) ? outputPipe : -1, read: true))
      entries.append(entry(standardError.isBlocked ? -1 : errorPipe, read: true))
      let own = entries.count
      let watched = terminals.all
      for terminal in watched { entries.append(entry(terminal.output.isBlocked ? -1 : terminal.pipe, read: true)) }
      let connections = strangers + (client.map { [$0] } ?? [])
      for connection in connections {
        entries.append(entry(connection.descriptor, read: true, write: connection.hasNews))
      }
      _ = cs_poll(&entries, entries.count, wait(now))
      if entries[0].ready != 0 { takeSignals() }
      if entries[2].ready != 0 { input.write() }
      for (index, connection) in connections.enumerated() {
        serve(connection, entries[own + watched.count + index].ready)
      }
      if entries[3].ready != 0 { takeOutput() }
      if entries[4].ready != 0 { takeError() }
      for (index, terminal) in watched.enumerated() where entries[own + index].ready != 0 { takeOutput(of: terminal) }
      if entries[1].ready != 0 { acceptConnections() }
    }
  }

  private func entry(_ descriptor: Int32, read: Bool = false, write: Bool = false) -> cs_poll {
    let events = (read ? Int(CS_POLL_READ) : 0) | (write ? Int(CS_POLL_WRITE) : 0)
    return cs_poll(fd: descriptor, events: Int16(events), ready: 0)
  }

  /// How long nothing has to be done by the clock, in milliseconds; -1 for ever.
  private func wait(_ now: Int64) -> Int32 {
    var next = min(ladder.next, tree.next)
    if isWaitingForDisk { next = min(next, now + Self.retryInterval) }
    if let limit = detachedLimit { next = min(next, limit) }
    if let acceptAgain { next = min(next, acceptAgain) }
    if next == .max { return -1 }
    return Int32(clamping: (max(0, next - now) + 999_999) / 1_000_000)
  }

  private var isWaitingForDisk: Bool {
    spool.hasUnwritten || standardError.isBlocked || terminals.all.contains { $0.output.isBlocked }
      || tree.phase == .gone
  }

  /// When the shim gives up waiting for a daemon; nil while one is attached, and when there is no limit.
  private var detachedLimit: Int64? {
    guard client == nil, launch.limits.detachedMilliseconds > 0, ladder.step == .notBegun, tree.phase == .running
    else { return nil }
    return detachedSince &+ Int64(clamping: launch.limits.detachedMilliseconds &* 1_000_000)
  }

  private func advance(_ now: Int64) {
    if isWaitingForDisk {
      spool.write()
      standardError.write()
      for terminal in terminals.all { terminal.output.write() }
    }
    if let again = acceptAgain, now >= again { acceptAgain = nil }
    if let limit = detachedLimit, now >= limit { stop(launch.limits.ownStop, cause: .detachedLimit, now) }
    if let action = ladder.advance(now) { perform(action, now) }
    tree.advance(now)
    // What could not be started sends no signal when it ends.
    if tree.phase == .settling || tree.phase == .killing { reap(now) }
  }

  // MARK: Stopping

  func stop(_ stop: ClientFrame.Stop, cause: ExitRecord.Cause, _ now: Int64) {
    guard tree.phase != .gone, let action = ladder.begin(stop, cause: cause, now: now) else { return }
    perform(action, now)
  }

  private func perform(_ action: StopLadder.Action, _ now: Int64) {
    switch action {
    case .endInput: input.end()
    case .terminate:
      input.close()
      if agentPID > 0, agentExit == nil { _ = cs_kill_group(agentPID, SIGTERM) }
      terminals.signalAll(SIGTERM)
    case .kill:
      input.close()
      tree.kill(now)
    }
  }

  private func takeSignals() {
    let now = cs_boot_ns()
    while true {
      switch cs_signals_next(signals) {
      case 0:
        reap(now)
        return
      case SIGTERM, SIGINT:
        // A second one is in earnest.
        let again = ladder.step != .notBegun
        stop(again ? .kill : launch.limits.ownStop, cause: .stop, now)
      default: continue
      }
    }
  }

  private func reap(_ now: Int64) {
    while true {
      var exit = cs_exit()
      let pid = cs_wait_any(&exit)
      if pid == 0 { return }
      guard pid > 0 else {
        tree.allEnded()
        return
      }
      if pid == agentPID, agentExit == nil {
        agentExit = exit
        cause = ladder.cause
        input.close()
        tree.settle(now)
        if BrokenRule.isBroken("shim-whole-tree") { tree.allEnded() }
      } else if let news = terminals.reaped(pid, exit) {
        client?.tell(news)
      }
      tree.childEnded(now)
    }
  }

  // MARK: Output

  /// Whether the limit of the spool no longer counts: nobody is left who could be made to wait.
  private var isDraining: Bool { tree.phase == .gone && !BrokenRule.isBroken("shim-drain") }

  private func takeOutput() {
    guard outputPipe >= 0 else { return }
    if spool.take(from: outputPipe, draining: isDraining) == .end {
      _ = cs_close(outputPipe)
      outputPipe = -1
    }
  }

  private func takeError() {
    guard errorPipe >= 0 else { return }
    if standardError.take(from: errorPipe) == .end {
      _ = cs_close(errorPipe)
      errorPipe = -1
    }
  }

  private func takeOutput(of terminal: Terminal) {
    guard terminal.pipe >= 0 else { return }
    if terminal.output.take(from: terminal.pipe) == .end { terminal.closePipe() }
  }

  // MARK: The end

  /// Writes the exit record once every process is gone and everything they wrote is in the files.
  private func finishIfOver() {
    guard tree.phase == .gone, !isExitWritten else { return }
    drainPipes()
    guard !spool.hasUnwritten, !standardError.isBlocked else { return }
    standardError.shorten()
    let killed = agentExit.map { $0.signal != 0 } ?? false
    let record = ExitRecord(
      code: killed ? nil : agentExit?.code, signal: killed ? agentExit?.signal : nil, cause: cause,
      finalLength: spool.length, survivors: tree.survivors, failedStart: failedStart)
    exitBlocked = -Files.replace(RunFiles.exit, with: record.encoded())
    guard exitBlocked == 0 else { return }
    isExitWritten = true
    client?.exited = spool.length
  }

  /// Takes what the dead have left in their pipes. What could not be killed may go on writing, and is not waited for.
  private func drainPipes() {
    for _ in 0..<Self.mostReads where outputPipe >= 0 && !spool.hasUnwritten {
      guard spool.take(from: outputPipe, draining: isDraining) == .bytes else { break }
    }
    for _ in 0..<Self.mostReads where errorPipe >= 0 && !standardError.isBlocked {
      guard standardError.take(from: errorPipe) == .bytes else { break }
    }
    for terminal in terminals.all { terminal.drain() }
  }

  /// Gives the client a little time to take what is left to say. Whoever comes later finds the record.
  private func sayFarewell(_ start: Int64) {
    while let client, client.hasNews {
      guard client.flush(), cs_boot_ns() - start < Self.farewell else { return }
      var entries = [entry(client.descriptor, write: true)]
      if client.hasNews { _ = cs_poll(&entries, 1, 100) }
    }
  }
}
