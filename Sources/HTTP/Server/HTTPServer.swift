import Platform
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// An HTTP/1.1 server.
///
/// ```swift
/// var router = Router()
/// router.on("GET", "/greetings/:name") { .text("Hello, \($0.parameters["name"] ?? "")") }
/// try router.validate()
/// let server = HTTPServer(
///   ServerConfiguration(listeners: [.tcp(host: "localhost", port: 0)]),
///   respond: { [router] in try await router.respond(to: $0) },
///   errorResponse: { error in
///     guard let error = error as? HTTPError else { return .text("\(error)", status: 500) }
///     var response = HTTPResponse.text(error.message, status: error.status)
///     for field in error.headers.fields { response.headers.add(field.name, field.value) }
///     return response
///   })
/// let addresses = try server.start()
/// await server.stop(grace: .seconds(5))
/// ```
///
/// One thread of its own owns the event loop and every connection of all listeners. A complete request becomes a task
/// that awaits the handler; a client that disconnects does not cancel it. Streams are pulled when their connection has
/// room, and cancelled at once when their client is gone.
///
/// Every method may be called from any thread. A started server lives until `stop`, also when nobody holds it.
public final class HTTPServer: Sendable {
  private enum Phase {
    case ready
    case running
    case stopped
  }

  private struct State {
    var phase = Phase.ready
    var waiters: [CheckedContinuation<Void, Never>] = []
  }

  private let configuration: ServerConfiguration
  private let handlers: ServerHandlers
  private let mailbox: LoopMailbox?
  private let state = Mutex(State())

  /// A server that does not listen yet.
  ///
  /// - Parameters:
  ///   - respond: Answers a request; runs on the concurrency pool and must not block. `Router.respond(to:)` fits.
  ///   - errorResponse: Makes the response for an error that `respond` throws, and for every `HTTPError` of the server
  ///     itself. Runs on the loop's thread as well and must not block.
  public init(
    _ configuration: ServerConfiguration, respond: @escaping HTTPHandler,
    errorResponse: @escaping @Sendable (any Error) -> HTTPResponse
  ) {
    self.configuration = configuration
    handlers = ServerHandlers(respond: respond, errorResponse: errorResponse)
    mailbox = LoopMailbox()
  }

  /// Opens every listener, or none, and begins to serve. May be called once.
  ///
  /// - Returns: The addresses, with the port that was taken where 0 was asked for.
  /// - Throws: `ListenError` for the first listener that cannot be opened, for a server that was started before, and
  ///   when there are no descriptors or threads left.
  @discardableResult
  public func start() throws(ListenError) -> [BoundAddress] {
    guard let mailbox else { throw Self.failure("socketpair", EMFILE) }
    let mayStart = state.withLock { state in
      guard state.phase == .ready else { return false }
      state.phase = .running
      return true
    }
    guard mayStart else { throw Self.failure("start", EALREADY) }
    // Made here and not by the loop's thread, so that want of descriptors is an error of the start.
    guard let base = BaseHandover() else {
      finished()
      throw Self.failure("event loop", EMFILE)
    }
    let sockets: [BoundSocket]
    do throws(ListenError) {
      sockets = try SocketBinding.open(configuration.listeners)
    } catch {
      finished()
      throw error
    }
    do throws(SystemError) {
      try OwnThread(name: "http") { [self] in serve(sockets, base, mailbox) }.detach()
    } catch {
      for socket in sockets { socket.close() }
      finished()
      throw Self.failure(error.operation, error.errno)
    }
    return sockets.map(\.address)
  }

  /// Stops accepting, ends all streams cleanly, waits up to `grace` for requests that are being handled, then closes
  /// what is left. Returns when the loop has ended. A further call may shorten the grace, never lengthen it; on a server
  /// that was not started or has stopped it returns at once.
  ///
  /// A stream that has something left to say must have ended before.
  public func stop(grace: Duration) async {
    await withCheckedContinuation { continuation in
      let isRunning = state.withLock { state in
        guard state.phase == .running else {
          state.phase = .stopped
          return false
        }
        state.waiters.append(continuation)
        return true
      }
      if isRunning { mailbox?.post(.stop(grace: grace)) } else { continuation.resume() }
    }
  }

  private func serve(_ sockets: [BoundSocket], _ handover: BaseHandover, _ mailbox: LoopMailbox) {
    if let base = handover.take() {
      ServerLoop(base: base, configuration: configuration, mailbox: mailbox, handlers: handlers).run(sockets)
    }
    finished()
  }

  private func finished() {
    let waiters = state.withLock { state in
      state.phase = .stopped
      defer { state.waiters = [] }
      return state.waiters
    }
    for waiter in waiters { waiter.resume() }
  }

  private static func failure(_ operation: String, _ code: Int32) -> ListenError {
    ListenError(network: "loop", address: "", operation: operation, errno: code)
  }
}

/// Takes an event loop from the thread that made it to the one that uses it.
private final class BaseHandover: Sendable {
  private let base: Mutex<EventBase?>

  /// Nil when memory or descriptors run out.
  init?() {
    guard let made = EventBase() else { return nil }
    base = Mutex(made)
  }

  func take() -> EventBase? {
    base.withLock { base in
      let taken = base
      base = nil
      return taken
    }
  }
}
