import AgentProcess
import Diagnostics
import Home
import Platform
import ShimProtocol

/// Agents under real shims, in the `run/` directory of a home.
struct ShimHost: AgentHost {
  let home: HomeDirectory
  let fence: HomeFence
  let build: String
  let bootID: String
  let clock: any Clock
  let launcher: ShimLauncher
  let limits: Launch.Limits
  /// Whether a shim of another build may be attached to; tests say no.
  let acceptsOtherBuilds: Bool
  private let children = ShimChildren()

  init(
    home: HomeDirectory, fence: HomeFence, build: String, bootID: String, clock: any Clock, launcher: ShimLauncher,
    limits: Launch.Limits, acceptsOtherBuilds: Bool
  ) {
    self.home = home
    self.fence = fence
    self.build = build
    self.bootID = bootID
    self.clock = clock
    self.launcher = launcher
    self.limits = limits
    self.acceptsOtherBuilds = acceptsOtherBuilds
  }

  func prepare(_ id: SessionID, _ epoch: Epoch) throws {
    try ShimLauncher.prepare(home.run(of: id, epoch))
  }

  func launch(_ id: SessionID, _ epoch: Epoch, _ launch: AgentLaunch) throws {
    children.sweep()
    let mark = "\(Launch.mark)=\(markValue(id, epoch, launch.marker))"
    let order = Launch(
      homeID: ByteText(fence.identity.homeID), session: ByteText(id.text), epoch: UInt64(epoch.number),
      generation: fence.identity.generation, arguments: launch.command.map { ByteText($0) },
      directory: ByteText(launch.directory), environment: (launch.environment + [mark]).map { ByteText($0) },
      limits: limits)
    do throws(ShimLauncher.Failure) {
      children.add(try launcher.start(home.run(of: id, epoch), order))
    } catch {
      throw error.isFull ? AghError(.homeFull, "the disk is full, so the agent could not be started: \(error)") : error
    }
  }

  func connect(
    _ id: SessionID, _ epoch: Epoch, on executor: PinnedExecutor, report: @escaping @Sendable (ShimEvent) -> Void
  ) throws -> any ShimLink {
    let required = acceptsOtherBuilds ? nil : build
    let client = ShimConnection.Client(
      homeID: fence.identity.homeID, generation: fence.identity.generation, build: build)
    return ShimConnection(run: home.run(of: id, epoch), client: client, on: executor, clock: clock) { event in
      for event in ShimEvent.events(event, requiredBuild: required) { report(event) }
    }
  }

  func output(_ id: SessionID, _ epoch: Epoch, from byte: Int64) -> any AgentOutput {
    SpoolReader(directory: home.run(of: id, epoch).spool, from: byte)
  }

  func terminalOutput(_ id: SessionID, _ epoch: Epoch, _ terminal: String, limit: Int) throws -> TerminalText {
    let file = try TerminalOutputFile.read(home.run(of: id, epoch), terminal: terminal, limit: limit)
    return TerminalText(text: file.text, isTruncated: file.isTruncated)
  }

  func inspect(_ id: SessionID, _ epoch: Epoch) throws -> RunFinding {
    let run = home.run(of: id, epoch)
    let inspection = try RunInspection.of(run, homeID: fence.identity.homeID, bootID: bootID)
    return RunFinding(epoch: epoch, condition: condition(inspection, run))
  }

  func runs() throws -> FoundRuns {
    guard try FileStatus.ifPresent(home.run) != nil else { return FoundRuns() }
    var found = FoundRuns()
    for name in try Directory.names(home.run) {
      guard let id = SessionID(name) else { continue }
      do throws(SystemError) {
        found.runs += try runs(of: id)
      } catch {
        found.unreadable[id] = error
      }
    }
    return found
  }

  private func runs(of id: SessionID) throws(SystemError) -> [FoundRun] {
    var found: [FoundRun] = []
    try requireDirectory(home.runs(of: id))
    let epochs = try Directory.names(home.runs(of: id)).compactMap { Int($0) }.sorted(by: >)
    for number in epochs where number > 0 {
      let run = home.run(of: id, Epoch(number))
      let inspection = try RunInspection.of(run, homeID: fence.identity.homeID, bootID: bootID)
      let finding = RunFinding(epoch: Epoch(number), condition: condition(inspection, run))
      found.append(FoundRun(session: id, finding: finding, isOurs: inspection.isOurs))
    }
    return found
  }

  /// A link is not followed: what it leads to is not ours to adopt or to remove.
  private func requireDirectory(_ path: String) throws(SystemError) {
    guard try FileStatus.of(path, following: false).kind == .directory else { throw .isNoDirectory("open", path) }
  }

  func removeEmptyRuns() throws -> [SessionID: SystemError] {
    guard try FileStatus.ifPresent(home.run) != nil else { return [:] }
    var stuck: [SessionID: SystemError] = [:]
    for name in try Directory.names(home.run) {
      // One that cannot be read is not empty; looking at the runs names it.
      guard let id = SessionID(name), (try? requireDirectory(home.runs(of: id))) != nil,
        (try? Directory.names(home.runs(of: id)))?.isEmpty == true
      else { continue }
      do throws(SystemError) {
        try Directory.removeTree(home.runs(of: id))
      } catch {
        stuck[id] = error
      }
    }
    return stuck
  }

  func raiseGeneration(above seen: UInt64) throws { try fence.raise(above: seen) }

  func destroy(_ id: SessionID, _ epoch: Epoch) throws {
    if let process = try shim(id, epoch) { try TreeReaper.end(process) }
    children.sweep()
  }

  func reapAll(_ id: SessionID) throws -> [Int32] {
    defer { children.sweep() }
    return try TreeReaper.reap(prefix: "\(Launch.mark)=\(fence.identity.homeID):\(id):")
  }

  func discard(_ id: SessionID) throws {
    try Directory.removeTree(home.runs(of: id))
  }

  func keepOutput(_ id: SessionID, _ epoch: Epoch) throws -> String? {
    let spool = home.run(of: id, epoch).spool
    guard try FileStatus.ifPresent(spool, following: false) != nil else { return nil }
    let name = "\(home.session(id).path)/damaged-spool-\(epoch)"
    var (kept, number) = (name, 1)
    // A run before may have had the same number, when the end of the journal was lost in between.
    while try FileStatus.ifPresent(kept, following: false) != nil {
      number += 1
      kept = "\(name)-\(number)"
    }
    try SystemFiles().rename(spool, to: kept)
    return kept
  }

  /// The process of a run's shim, once it has named itself.
  private func shim(_ id: SessionID, _ epoch: Epoch) throws -> ProcessIdentity? {
    let found = try RunInspection.of(home.run(of: id, epoch), homeID: fence.identity.homeID, bootID: bootID)
    guard found.isOurs, let identity = found.identity else { return nil }
    return ProcessIdentity(
      bootID: identity.bootID.description, pid: identity.pid, startTicks: identity.startTicks)
  }

  func reap(_ id: SessionID, _ epoch: Epoch, marker: String) throws -> [Int32] {
    try TreeReaper.reap(entry: "\(Launch.mark)=\(markValue(id, epoch, marker))")
  }

  func reapChildren() { children.sweep() }

  func remove(_ id: SessionID, _ epoch: Epoch) throws {
    // Its record is the last thing that a shim writes, and a moment later it is gone: nothing of a run outlives it.
    _ = try shim(id, epoch)?.waitForEnd(within: .seconds(2))
    children.sweep()
    try Directory.removeTree(home.run(of: id, epoch).path)
    // Only the last run of a session leaves its directory empty.
    if try Directory.names(home.runs(of: id)).isEmpty { try Directory.removeTree(home.runs(of: id)) }
  }

  private func markValue(_ id: SessionID, _ epoch: Epoch, _ random: String) -> String {
    "\(fence.identity.homeID):\(id):\(epoch):\(random)"
  }

  private func condition(_ inspection: RunInspection, _ run: RunDirectory) -> RunFinding.Condition {
    switch inspection.condition {
    case .running: .running
    case .killed: .killed
    case .neverStarted: .neverStarted
    case .exited(let record):
      .exited(
        ExitReport(
          code: record.code, signal: record.signal, finalLength: Int64(clamping: record.finalLength),
          stderrTail: StandardErrorTail.read(run), survivors: record.survivors,
          failedStart: record.failedStart.map { AgentStartFailure(step: "\($0.step.name)", errno: $0.errno) },
          isDetachedLimit: record.cause == .detachedLimit))
    }
  }
}

extension SpoolReader: AgentOutput {}
