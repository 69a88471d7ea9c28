internal import CSystem

/// A program beside the agent, with its output and its end.
final class Terminal {
  var report: TerminalReport
  var output: TailFile
  /// The end of the pipe that its output comes out of; -1 when that has ended.
  var pipe: Int32 = -1

  init(report: TerminalReport, output: TailFile) {
    self.report = report
    self.output = output
  }

  /// Reads what is there. Something else may hold the pipe, so there need not be an end, and reading must not go on for
  /// as long as that writes: a pipe holds less than this.
  func drain() {
    for _ in 0..<Shim.mostReads where pipe >= 0 && !output.isBlocked {
      switch output.take(from: pipe) {
      case .bytes: continue
      case .nothing: return
      case .end: closePipe()
      }
    }
  }

  func closePipe() {
    if pipe >= 0 { _ = cs_close(pipe) }
    pipe = -1
    closeIfDone()
  }

  /// Nothing more can come once the program has ended and its pipe too.
  func closeIfDone() {
    if pipe < 0, report.state == .exited, !output.isBlocked { output.close() }
  }
}

/// All programs beside the agent, by the names that the daemon gave them.
struct Terminals {
  /// More than these at once are refused.
  private static let mostRunning = 128
  /// More than these that nobody has released are refused: a HELLO has to hold them all.
  private static let most = 4096
  /// More is not kept of the output of one, because keeping its end means to copy it now and then.
  private static let largestOutput: UInt64 = 64 << 20
  /// So many names of released ones are remembered.
  private static let mostReleased = 1024

  private let directory: Int32
  private let mark: ByteText
  private(set) var all: [Terminal] = []
  /// The names of the last that are gone for good, so that a start that is sent again starts nothing.
  private var released: [ByteText] = []

  init(directory: Int32, mark: ByteText) {
    self.directory = directory
    self.mark = mark
  }

  /// What a daemon is told when it attaches.
  var reports: [TerminalReport] { all.map { $0.report } }

  /// Why the output of one of them cannot be written; 0 when it can.
  var blocked: Int32 {
    for terminal in all where terminal.output.blocked != 0 { return terminal.output.blocked }
    return 0
  }

  private func index(_ id: ByteText) -> Int? {
    all.firstIndex { $0.report.id == id }
  }

  /// Starts a program unless one of that name was started before, and says what became of it.
  mutating func start(_ request: ClientFrame.TerminalStart) -> TerminalReport {
    if let known = index(request.id), !BrokenRule.isBroken("shim-terminal-once") { return all[known].report }
    if released.contains(request.id) {
      return TerminalReport(id: request.id, state: .released)
    }
    let terminal = Terminal(
      report: TerminalReport(id: request.id, state: .failed),
      output: TailFile(
        directory: directory, name: RunFiles.terminalOutput(request.id),
        limit: Int(min(request.outputLimit, Self.largestOutput)), countsDropped: true))
    if all.count < Self.most, all.count(where: { $0.report.state == .running }) < Self.mostRunning {
      run(request, terminal)
    } else {
      terminal.report.errno = EAGAIN
    }
    all.append(terminal)
    return terminal.report
  }

  private func run(_ request: ClientFrame.TerminalStart, _ terminal: Terminal) {
    var ends: [Int32] = [-1, -1]
    let opened = terminal.output.open()
    let piped = opened < 0 ? opened : cs_pipe(&ends)
    guard piped >= 0 else {
      terminal.report.errno = -piped
      return
    }
    let null = cs_open("/dev/null", O_RDONLY, 0)
    let environment = request.environment.filter { !$0.hasPrefix(Launch.markPrefix) } + [mark]
    let started = Processes.start(
      request.arguments, in: request.directory, environment: environment, input: null, output: ends[1], error: ends[1])
    _ = cs_close(ends[1])
    _ = cs_close(null)
    switch started {
    case .running(let pid, let ticks):
      terminal.report.state = .running
      terminal.report.pid = pid
      terminal.report.startTicks = ticks
      terminal.pipe = ends[0]
      _ = cs_set_nonblocking(terminal.pipe, 1)
    case .failed(_, let errno):
      terminal.report.errno = errno
      _ = cs_close(ends[0])
    }
  }

  /// Kills the process group of a terminal that runs. Its end is reported when it is reaped.
  func kill(_ id: ByteText, with signal: Int32 = SIGKILL) {
    guard let index = index(id), all[index].report.state == .running else { return }
    // The leader is not reaped yet, so the number of the group cannot belong to another.
    _ = cs_kill_group(all[index].report.pid, signal)
  }

  /// Sends a signal to the group of each one that runs.
  func signalAll(_ signal: Int32) {
    for terminal in all where terminal.report.state == .running { _ = cs_kill_group(terminal.report.pid, signal) }
  }

  /// Kills and forgets a terminal, with its files. Doing it again changes nothing.
  mutating func release(_ id: ByteText) -> TerminalReport {
    kill(id)
    if let index = index(id) {
      let terminal = all.remove(at: index)
      terminal.closePipe()
      terminal.output.close()
      _ = cs_unlinkat(directory, RunFiles.terminalOutput(id), 0)
      _ = cs_unlinkat(directory, RunFiles.terminalExit(id), 0)
      if released.count == Self.mostReleased { released.removeFirst() }
      released.append(id)
    }
    return TerminalReport(id: id, state: .released)
  }

  /// Takes note that a child has ended; returns the news when it was the program of a terminal.
  func reaped(_ pid: Int32, _ exit: cs_exit) -> TerminalReport? {
    guard let terminal = all.first(where: { $0.report.pid == pid && $0.report.state == .running }) else { return nil }
    terminal.drain()
    terminal.report.state = .exited
    terminal.closeIfDone()
    terminal.report.code = exit.code
    terminal.report.signal = exit.signal
    let ended = exit.signal != 0
    let record = TerminalExit(code: ended ? nil : exit.code, signal: ended ? exit.signal : nil)
    _ = Files.replace(RunFiles.terminalExit(terminal.report.id), with: record.encoded(), in: directory)
    return terminal.report
  }
}
