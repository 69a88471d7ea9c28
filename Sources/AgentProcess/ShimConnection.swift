public import Home
public import Platform
public import ShimProtocol
import Synchronization

/// A connection to the shim of a run, kept on the thread of an executor. No call blocks.
///
/// A shim that does not listen yet is asked again for as long as its lock is held. Once the connection has broken
/// nothing more is reported.
public final class ShimConnection: Sendable {
  /// What the connection reports.
  public enum Event: Sendable, Equatable {
    /// What the shim has said.
    case said(ShimStream.Event)
    /// The shim lives, but nobody can be connected to at its socket, for this reason (an error number). It is asked
    /// again.
    case unreachable(Int32)
    /// The connection broke, or there is nobody to connect to.
    case gone
  }

  /// Who attaches.
  public struct Client: Sendable, Equatable {
    /// The home that is served.
    public var homeID: String
    /// The rising number of the daemon's boot.
    public var generation: UInt64
    /// Which build the daemon is.
    public var build: String

    /// Describes a daemon.
    public init(homeID: String, generation: UInt64, build: String) {
      self.homeID = homeID
      self.generation = generation
      self.build = build
    }
  }

  private struct State {
    var stream = ShimStream()
    var socket: Socket?
    var watch: WatchToken?
    var retry: TimerToken?
    var unsent: [UInt8] = []
    var attempts = 0
    var isReportedLate = false
    var isClosed = false
  }

  /// Shared by who uses it and who closes the connection, and closed when both have let go.
  private final class Socket: Sendable {
    let file: FileDescriptor

    init(_ file: consuming FileDescriptor) { self.file = file }
  }

  private let run: RunDirectory
  private let client: Client
  private let executor: PinnedExecutor
  private let clock: any Clock
  private let report: @Sendable (Event) -> Void
  private let state = Mutex(State())

  /// Begins to connect. `report` is called on the executor's thread.
  public init(
    run: RunDirectory, client: Client, on executor: PinnedExecutor, clock: any Clock = SystemClock(),
    report: @escaping @Sendable (Event) -> Void
  ) {
    self.run = run
    self.client = client
    self.executor = executor
    self.clock = clock
    self.report = report
    executor.post { [self] in connect() }
  }

  /// Whether the shim has answered.
  public var isAttached: Bool { state.withLock { $0.stream.isAttached && !$0.isClosed } }
  /// The byte of input at which the next offer must begin.
  public var inputPosition: Int64 { state.withLock { $0.stream.inputPosition } }
  /// The byte of input below which everything was taken.
  public var acceptedPosition: Int64 { state.withLock { $0.stream.acceptedPosition } }

  /// Offers input; answers how many bytes were sent off.
  public func offer(_ bytes: ArraySlice<UInt8>, at position: Int64) -> Int {
    var sent = 0
    while sent < bytes.count {
      let start = position + Int64(sent)
      let offer = state.withLock { $0.stream.offer(bytes.dropFirst(sent), at: start) }
      guard let offer else { break }
      send(offer.frame)
      sent += offer.count
    }
    return sent
  }

  /// Acknowledges output.
  public func acknowledge(_ byte: Int64) {
    if let frame = state.withLock({ $0.stream.acknowledge(byte) }) { send(frame) }
  }

  /// Orders to stop.
  public func stop(_ order: ClientFrame.Stop) {
    if let frame = state.withLock({ $0.stream.stop(order) }) { send(frame) }
  }

  /// Starts a terminal, once.
  public func start(_ terminal: ClientFrame.TerminalStart) {
    if let frame = state.withLock({ $0.stream.start(terminal) }) { send(frame) }
  }

  /// Kills a terminal.
  public func kill(terminal id: String) {
    if isAttached { send(ClientFrame.killTerminal(ByteText(id)).encoded()) }
  }

  /// Releases a terminal.
  public func release(terminal id: String) {
    if isAttached { send(ClientFrame.releaseTerminal(ByteText(id)).encoded()) }
  }

  /// Closes the connection; the shim goes on. Nothing is reported any more.
  public func close() {
    let (socket, watch, retry) = state.withLock { state in
      defer {
        state.isClosed = true
        state.socket = nil
        state.watch = nil
        state.retry = nil
      }
      return (state.socket, state.watch, state.retry)
    }
    // The number must not be used again while it is still watched.
    withExtendedLifetime(socket) {
      if let watch { executor.cancel(watch) }
      if let retry { executor.cancel(retry) }
    }
  }

  // MARK: On the executor's thread

  private func connect() {
    guard state.withLock({ !$0.isClosed && $0.socket == nil }) else { return }
    let socket: Socket
    do {
      socket = try open()
    } catch {
      return retry(after: error)
    }
    let watch = executor.watch(socket.file.rawValue, for: .read) { [self] ready in took(ready) }
    state.withLock { state in
      state.socket = socket
      state.watch = watch
    }
    send(
      ClientFrame.attach(
        ClientFrame.Attach(
          homeID: ByteText(client.homeID), generation: client.generation, build: ByteText(client.build))
      ).encoded())
  }

  /// The path of a home may be longer than an address: the directory's descriptor is a short way to it.
  private func open() throws(SystemError) -> Socket {
    let directory = try FileDescriptor.directory(run.path)
    return Socket(try UnixSocket.connect("/proc/self/fd/\(directory.rawValue)/\(RunFiles.socket)"))
  }

  private func retry(after error: SystemError) {
    // Only a free lock says that the shim is gone; a slow one is waited for.
    guard (try? RunInspection.isLocked(run)) == true else { return breakOff() }
    let (delay, isLate) = state.withLock { state in
      state.attempts += 1
      // A queue that is full belongs to a shim that is slow.
      let isLate = state.attempts >= Self.patience && !error.wouldBlock && !state.isReportedLate
      if isLate { state.isReportedLate = true }
      return (Duration.milliseconds(min(2 << min(state.attempts, 6), 100)), isLate)
    }
    if isLate { report(.unreachable(error.errno)) }
    guard state.withLock({ !$0.isClosed }) else { return }
    let token = executor.schedule(at: clock.boot() + delay) { [self] in connect() }
    state.withLock { $0.retry = token }
  }

  private func took(_ ready: Readiness) {
    if ready.contains(.write) { flush() }
    guard ready.contains(.read) || ready.contains(.closed) else { return }
    let events: [ShimStream.Event]?
    do {
      events = try read()
    } catch {
      return breakOff()
    }
    for event in events ?? [] where state.withLock({ !$0.isClosed }) { report(.said(event)) }
    if events == nil { breakOff() }
  }

  /// What the bytes that are there say; nil at the end of the stream.
  private func read() throws(WireError) -> [ShimStream.Event]? {
    guard let socket = state.withLock({ $0.socket }) else { return [] }
    return try withUnsafeTemporaryAllocation(byteCount: Self.bufferSize, alignment: 1) {
      buffer throws(WireError) in
      let count: Int
      do throws(SystemError) {
        count = try socket.file.read(into: buffer)
      } catch {
        return error.wouldBlock ? [] : nil
      }
      guard count > 0 else { return nil }
      let bytes = UnsafeRawBufferPointer(rebasing: buffer[..<count])
      let taken: Result<[ShimStream.Event], WireError> = state.withLock { state in
        Result { () throws(WireError) in try state.stream.take(bytes) }
      }
      return try taken.get()
    }
  }

  private func send(_ frame: [UInt8]) {
    state.withLock { $0.unsent += frame }
    flush()
  }

  private func flush() {
    let watch = state.withLock { state -> (WatchToken, Readiness)? in
      guard let socket = state.socket, let watch = state.watch else { return nil }
      var sent = 0
      while sent < state.unsent.count {
        // No room yet; and a broken connection shows on the reading side.
        let count = state.unsent[sent...].withUnsafeBytes { try? UnixSocket.send($0, to: socket.file) }
        guard let count else { break }
        sent += count
      }
      state.unsent.removeFirst(sent)
      return (watch, state.unsent.isEmpty ? .read : [.read, .write])
    }
    if let watch { executor.update(watch.0, to: watch.1) }
  }

  private func breakOff() {
    let wasOpen = state.withLock { !$0.isClosed }
    close()
    if wasOpen { report(.gone) }
  }

  /// Attempts, about a tenth of a second apart, after which a socket that is not there is worth a word.
  private static let patience = 30
  private static let bufferSize = 64 << 10
}
