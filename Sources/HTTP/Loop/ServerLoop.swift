import CEvent

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The event loop of a server: owns every listener and every connection. Made, used and let go on one thread.
final class ServerLoop: AcceptSourceDelegate {
  let base: EventBase
  let configuration: ServerConfiguration
  let mailbox: LoopMailbox
  let handlers: ServerHandlers
  private(set) var isStopping = false

  /// What goes on the wire next, for whichever connection: kept so that it need not be allocated each time.
  var scratch: [UInt8] = []

  private var connections: [UInt64: ServerConnection] = [:]
  /// The connections whose streams wait for a bell.
  private var listeners: [ObjectIdentifier: Set<UInt64>] = [:]
  /// Bells that have rung and were not answered yet.
  private var rung: [StreamBell] = []
  private var restsFromBells = false
  private lazy var bellTimer = LoopTimer(base: base) { [unowned self] in goOnAfterRest() }
  private var nextConnection: UInt64 = 1
  private var sources: [AcceptSource] = []
  private var wake: OpaquePointer?
  private lazy var acceptTimer = LoopTimer(base: base) { [unowned self] in resumeAccepting() }
  private lazy var graceTimer = LoopTimer(base: base) { [unowned self] in dropEverything() }
  private let descriptorCap: Int32
  private var graceEnd: ContinuousClock.Instant?
  private var date: (second: Int, text: String) = (-1, "")

  init(base: EventBase, configuration: ServerConfiguration, mailbox: LoopMailbox, handlers: ServerHandlers) {
    self.base = base
    self.configuration = configuration
    self.mailbox = mailbox
    self.handlers = handlers
    descriptorCap = Self.descriptorCap(headroom: configuration.descriptorHeadroom)
    wake = cevent_watch_new(
      base.pointer, mailbox.wakeDescriptor, woken, Unmanaged.passUnretained(self).toOpaque())
  }

  deinit {
    if let wake { cevent_source_free(wake) }
  }

  /// Serves the sockets until it is told to stop and everything is finished.
  func run(_ sockets: [BoundSocket]) {
    sources = sockets.map { AcceptSource(base: base, socket: $0, delegate: self) }
    base.run()
    if let wake { cevent_source_free(wake) }
    wake = nil
    for case .response(_, let response) in mailbox.end() { response.cancelBody() }
  }

  /// The date for a response head, made once a second.
  func currentDate() -> String {
    let now = time(nil)
    if now != date.second { date = (now, HTTPDate.string(secondsSince1970: Int64(now))) }
    return date.text
  }

  // MARK: Accepting

  func didAccept(_ descriptor: Int32, _ peer: Peer) {
    if descriptor >= descriptorCap { pauseAccepting() }
    guard let socket = BufferedSocket(base: base, descriptor: descriptor) else { return }
    let connection = ServerConnection(id: nextConnection, peer: peer, socket: socket, loop: self)
    connections[nextConnection] = connection
    nextConnection += 1
    connection.start()
  }

  func didFailToAccept() {
    pauseAccepting()
  }

  /// A listener whose accept fails stays readable: without a pause the loop would spin.
  private func pauseAccepting() {
    for source in sources { source.setAccepting(false) }
    acceptTimer.schedule(after: .milliseconds(100))
  }

  private func resumeAccepting() {
    let probe = fcntl(mailbox.wakeDescriptor, F_DUPFD_CLOEXEC, 0)
    if probe >= 0 { close(probe) }
    guard probe >= 0, probe < descriptorCap else { return acceptTimer.schedule(after: .milliseconds(100)) }
    for source in sources { source.setAccepting(true) }
  }

  /// New descriptors take the lowest free number: one at the cap means that all below are in use.
  private static func descriptorCap(headroom: Int) -> Int32 {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return .max }
    let all = Int(clamping: limit.rlim_cur)
    return Int32(clamping: max(all - headroom, all * 3 / 4))
  }

  // MARK: Messages

  fileprivate func takeMessages() {
    for message in mailbox.take() {
      switch message {
      case .response(let id, let response):
        if let connection = connections[id] { connection.answer(response) } else { response.cancelBody() }
      case .chunk(let id, let result): connections[id]?.take(result)
      case .turn(let id): connections[id]?.resumeStream()
      case .bell(let bell):
        rung.append(bell)
        if !restsFromBells { answerBells() }
      case .stop(let grace): stop(within: grace)
      }
    }
    endIfFinished()
  }

  // MARK: Bells and turns

  /// Lets the streams look that wait for a bell. If they are so many that it takes a while, the next round comes after
  /// three times that: each then takes more at once, and most of the loop's time is left to others.
  private func answerBells() {
    let begin = ContinuousClock.now
    let bells = rung
    rung = []
    for bell in bells {
      bell.heard(by: mailbox)
      for id in listeners[ObjectIdentifier(bell)] ?? [] { connections[id]?.resumeStream() }
    }
    let taken = ContinuousClock.now - begin
    guard taken > Self.shortRound else { return }
    restsFromBells = true
    bellTimer.schedule(after: min(taken * 3, Self.longestRest))
  }

  private func goOnAfterRest() {
    restsFromBells = false
    if !rung.isEmpty { answerBells() }
  }

  private static let shortRound = Duration.microseconds(200)
  private static let longestRest = Duration.milliseconds(20)

  /// From now on a connection is told when a bell rings.
  ///
  /// - Returns: whether that is new: the bell may have rung since the stream was asked.
  func listen(_ connection: ServerConnection, _ stream: ResponseStream, to bell: StreamBell) -> Bool {
    guard stream.bell !== bell else { return false }
    forget(connection, stream)
    stream.bell = bell
    listeners[ObjectIdentifier(bell), default: []].insert(connection.id)
    bell.subscribe(mailbox)
    return true
  }

  /// A stream has ended and listens to no bell any more.
  func forget(_ connection: ServerConnection, _ stream: ResponseStream) {
    guard let bell = stream.bell else { return }
    stream.bell = nil
    let key = ObjectIdentifier(bell)
    listeners[key]?.remove(connection.id)
    if listeners[key]?.isEmpty ?? false { listeners[key] = nil }
  }

  /// Lets a stream go on after everything that has happened meanwhile.
  func giveTurn(to connection: ServerConnection) {
    mailbox.post(.turn(connection: connection.id))
  }

  // MARK: Closed connections

  /// A connection is closed and must be forgotten.
  func didClose(_ connection: ServerConnection) {
    connections[connection.id] = nil
    endIfFinished()
  }

  // MARK: Stopping

  private func stop(within grace: Duration) {
    let end = ContinuousClock.now + grace
    if graceEnd.map({ end < $0 }) ?? true {
      graceEnd = end
      graceTimer.schedule(after: grace)
    }
    guard !isStopping else { return }
    isStopping = true
    acceptTimer.cancel()
    for source in sources { source.close() }
    sources = []
    for connection in Array(connections.values) { connection.stop() }
  }

  private func dropEverything() {
    for connection in Array(connections.values) { connection.drop() }
  }

  private func endIfFinished() {
    if isStopping, connections.isEmpty { base.stop() }
  }
}

private func woken(_ context: UnsafeMutableRawPointer) {
  Unmanaged<ServerLoop>.fromOpaque(context).takeUnretainedValue().takeMessages()
}
