public import Home
public import Platform
public import ShimProtocol

/// Starts shims. All calls block.
public struct ShimLauncher: Sendable {
  private let executable: String

  /// - Parameter executable: the path of `agh-shim`.
  public init(executable: String) {
    self.executable = executable
  }

  /// Why no shim was started.
  public enum Failure: Error, Sendable, Equatable, CustomStringConvertible {
    /// There is no such program beside `agh`.
    case missing([String])
    /// The system refused something.
    case system(SystemError)
    /// The shim ended before it had started the agent, and said why.
    case ended(String)

    /// Whether there was no room on the disk for what a shim needs.
    public var isFull: Bool {
      switch self {
      case .missing: false
      case .system(let error): error.isFull
      case .ended(let text): SystemError.isFull(message: text)
      }
    }

    /// What happened.
    public var description: String {
      switch self {
      case .missing(let places): "agh-shim is neither at " + places.joined(separator: " nor at ")
      case .system(let error): "\(error)"
      case .ended(let text): text.isEmpty ? "agh-shim ended before it had started the agent" : text
      }
    }
  }

  /// The shim that belongs to an `agh`: beside it, or in `libexec/agh` of its prefix.
  public static func executable(beside program: String) throws(Failure) -> String {
    let directory = AbsolutePath.parent(of: program)
    let places = ["\(directory)/agh-shim", "\(AbsolutePath.parent(of: directory))/libexec/agh/agh-shim"]
    for place in places {
      if let status = try? FileStatus.ifPresent(place), status.kind == .file, status.permissions & 0o111 != 0 {
        return place
      }
    }
    throw .missing(places)
  }

  /// Makes the directory of a run, with every name on the way to it on disk.
  public static func prepare(_ run: RunDirectory, layer: any FileLayer = SystemFiles()) throws(SystemError) {
    let session = AbsolutePath.parent(of: run.path)
    let all = AbsolutePath.parent(of: session)
    for path in [all, session, run.path] {
      try layer.makeDirectory(path, mode: 0o700)
      try layer.syncDirectory(AbsolutePath.parent(of: path), .runDirectory)
    }
  }

  /// The longest wait for a shim to say that it is ready.
  static let patience = Duration.seconds(10)

  /// Starts the shim of a run and returns once it has started the agent, or has recorded why it could not.
  ///
  /// A shim that takes longer than ten seconds is left to itself: its lock tells that it lives.
  ///
  /// - Returns: the shim's process, which stays a child of this one.
  public func start(_ run: RunDirectory, _ launch: Launch) throws(Failure) -> ChildProcess {
    let started: (shim: ChildProcess, message: String)
    do throws(SystemError) {
      started = try handOver(run, launch)
    } catch {
      throw .system(error)
    }
    guard started.message.isEmpty else { throw .ended(started.message) }
    return started.shim
  }

  /// The shim inherits the lock: our descriptor of it is closed without unlocking, like our copies of its pipe ends.
  private func handOver(
    _ run: RunDirectory, _ launch: Launch
  ) throws(SystemError) -> (shim: ChildProcess, message: String) {
    let lock = try DescriptionLock.open(run.lock)
    let order = try FileDescriptor.pipe()
    let report = try FileDescriptor.pipe()
    let shim = try ChildProcess.startInSession(
      executable, arguments: [run.path], environment: environment(launch),
      descriptors: [order.reader.rawValue, -1, report.writer.rawValue, lock.rawValue])
    try order.reader.close()
    try report.writer.close()
    FaultPoint.hit("shim.launch-frame.before")
    try write(launch.encoded(), to: order.writer)
    FaultPoint.hit("shim.launch-frame.after")
    return (shim, try message(report.reader))
  }

  /// The shim carries the mark as well: it is part of the tree. It breaks the rules that are broken here.
  private func environment(_ launch: Launch) -> [[UInt8]] {
    let mark = launch.environment.filter { $0.hasPrefix(Launch.markPrefix) }.map(\.bytes)
    return mark + [BreakRule.environmentEntry].compactMap(\.self)
  }

  /// What the shim says before it closes its report: nothing when it is ready.
  private func message(_ report: borrowing FileDescriptor) throws(SystemError) -> String {
    let clock = SystemClock()
    let deadline = clock.boot() + Self.patience
    var said: [UInt8] = []
    while true {
      let left = deadline - clock.boot()
      guard left > .zero else { return "" }
      guard DescriptorWait.readable([report.rawValue], within: left) == [true] else { continue }
      let piece = try report.read(upTo: 1024)
      if piece.isEmpty { break }
      said += piece
    }
    while said.last == UInt8(ascii: "\n") { said.removeLast() }
    return String(decoding: said, as: UTF8.self)
  }

  private func write(_ frame: [UInt8], to pipe: consuming FileDescriptor) throws(SystemError) {
    do {
      try pipe.write(frame)
    } catch  where error.isBrokenPipe {
      // It has ended; its message says why.
    }
  }
}

extension SyncName {
  /// The names of run directories.
  public static let runDirectory = SyncName("run-directory")
}
