import ACP
import Diagnostics
import Home
import Platform

/// What passes between a session and the shim of its run.
extension LiveSession {
  /// Begins to read the output of a run behind the last byte that is committed.
  func openSpool(_ epoch: Epoch) throws {
    reading = SpoolReading()
    reading.output = environment.host.output(id, epoch, from: state.spool.byte)
    reading.splitter = LineSplitter(offset: state.spool.byte)
    reading.isAbandoned = state.noise.run >= Noise.limit
  }

  /// Asks the shim of a run for a connection; it may take a while to answer.
  func connect(_ epoch: Epoch) throws {
    shim = try environment.host.connect(id, epoch, on: executor) { [self] event in
      assumeIsolated { $0.take(event) }
    }
  }

  /// Takes one report of the shim.
  func take(_ event: ShimEvent) {
    guard broken == nil, !isClosed, !room.isPaused else { return }
    do {
      switch event {
      case .attached(let pid, let startTicks, let length, let terminals, let foreignBuild):
        end(.shim)
        try checkInput()
        try noteProcess(pid, startTicks)
        if let foreignBuild { try refuseBuild(foreignBuild) }
        acknowledgeAgain()
        reading.announced = length
        try takeTerminals(terminals)
        readSpool()
      case .length(let length):
        reading.announced = length
        readSpool()
      case .accepted: break
      case .terminal(let terminal): try takeTerminals([terminal])
      case .blocked(let errno): takeBlocked(errno)
      case .complained(let text): begin(.shimComplains(id, text))
      case .unreachable(let errno): begin(.shimUnreachable(id, errno))
      case .exited: try takeExit()
      case .refused(let refusal): try takeRefusal(refusal)
      case .gone: try shimGone()
      }
      act()
    } catch {
      report(error)
    }
  }

  /// A shim cannot have taken more than was ever sent: the journal has lost its end, and whatever were sent from here on
  /// would be torn.
  private func checkInput() throws {
    guard let shim, shim.acceptedPosition > state.counters.nextPosition else { return }
    throw breakDown(SessionErrors.lostEnd(id, "it does not know everything that the agent was told"))
  }

  /// Why the shim cannot be talked to, when that is so although it lives.
  var shimUnreachable: AghError? { shown.conditions.first { $0.error.code == .shimUnreachable }?.error }

  /// A shim of another build belongs to another version of the program. A start fails with it; an agent that runs is left
  /// alone and named.
  private func refuseBuild(_ build: String) throws {
    let error = SessionErrors.foreignBuild(id, build)
    guard state.lifecycle?.phase == .starting else { throw breakDown(error) }
    try decide {
      try $0.failRun(Failure(kind: "startup_failure", summary: error.message, code: error.code.rawValue))
    }
  }

  /// A shim that has seen a later daemon than this one has seen a home that was put back: whoever holds the lock of the
  /// home goes on above that. Any other shim is left alone and named.
  private func takeRefusal(_ refusal: ShimRefusal) throws {
    shim?.close()
    shim = nil
    guard case .laterGeneration(let seen) = refusal, let lifecycle = state.lifecycle else {
      throw breakDown(SessionErrors.shimRefused(id, "\(refusal)"))
    }
    try environment.host.raiseGeneration(above: seen)
    try connect(Epoch(lifecycle.epoch))
  }

  /// Ends a run whose shim does not answer: it is killed, and whatever carries the mark of the run with it. The run is
  /// then closed like any other whose shim is gone.
  func destroy() throws {
    guard closing == .open, let lifecycle = state.lifecycle else { return }
    try environment.host.destroy(id, Epoch(lifecycle.epoch))
    shim?.close()
    shim = nil
    try shimGone()
  }

  private func noteProcess(_ pid: Int32, _ startTicks: UInt64) throws {
    guard state.agent.pid != pid || state.agent.startTicks != startTicks else { return }
    try decide { draft in
      draft.update(\.agent) {
        $0.pid = pid
        $0.startTicks = startTicks
      }
    }
  }

  private func takeExit() throws {
    guard let lifecycle = state.lifecycle else { return }
    if case .exited(let exit) = try environment.host.inspect(id, Epoch(lifecycle.epoch)).condition { drain(to: exit) }
  }

  /// The connection broke. With an exit record the run is over; with the lock still held the shim lives and is asked again.
  private func shimGone() throws {
    guard let lifecycle = state.lifecycle else { return }
    let epoch = Epoch(lifecycle.epoch)
    shim = nil
    switch try environment.host.inspect(id, epoch).condition {
    case .exited(let exit): drain(to: exit)
    case .running: try connect(epoch)
    case .killed, .neverStarted: try lost(epoch, lifecycle)
    }
  }
}
