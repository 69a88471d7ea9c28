/// One client's connection: reads requests one after the other, has them answered, writes the answers. Used on the
/// loop's thread only.
final class ServerConnection: BufferedSocketDelegate {
  enum Phase {
    /// Between two requests.
    case idle
    case readingHead
    case readingBody(RequestHead)
    /// A handler works on the answer.
    case answering(RequestHead)
    case streaming(ResponseStream)
    /// The answer is complete and on its way.
    case flushing(thenClose: Bool)
    /// Our side is closed; what the client still sends is thrown away, so that the kernel does not answer it with a
    /// reset that would destroy the response.
    case lingering
    case closed
  }

  let id: UInt64
  private let peer: Peer
  let socket: BufferedSocket
  unowned let loop: ServerLoop
  private var parser: RequestParser
  var phase = Phase.idle
  private var peerHasEnded = false
  lazy var timer = LoopTimer(base: loop.base) { [unowned self] in timeout() }

  init(id: UInt64, peer: Peer, socket: BufferedSocket, loop: ServerLoop) {
    self.id = id
    self.peer = peer
    self.socket = socket
    self.loop = loop
    parser = RequestParser(limits: loop.configuration.parserLimits)
  }

  func start() {
    socket.start(self, stallTimeout: loop.configuration.stallTimeout)
    timer.schedule(after: loop.configuration.idleTimeout)
  }

  /// Closes the connection at once and lets go of what is being sent.
  func drop(reset: Bool = false) {
    if case .closed = phase { return }
    if case .streaming(let stream) = phase { leave(stream) }
    phase = .closed
    timer.cancel()
    socket.close(discardingOutput: reset)
    loop.didClose(self)
  }

  /// The server stops: nothing new is read, streams end, an answer in the making is still sent.
  func stop() {
    switch phase {
    case .idle, .readingHead: drop()
    case .streaming(let stream):
      leave(stream)
      socket.write(stream.end)
      finish(close: true)
    case .readingBody, .answering, .flushing, .lingering, .closed: break
    }
  }

  // MARK: Reading

  func socketDidRead() {
    switch phase {
    case .idle, .readingHead, .readingBody:
      parser.append(socket.take())
      advance()
    case .streaming:
      // The client of a stream has nothing to say. A pipelined request may wait, a flood may not.
      if socket.inputCount > Self.patience { drop(reset: true) }
    case .lingering: socket.discardInput()
    case .answering, .flushing, .closed: break
    }
  }

  func socketDidReachEnd() {
    peerHasEnded = true
    switch phase {
    case .answering, .flushing: break
    case .idle, .readingHead, .readingBody, .streaming, .lingering, .closed: drop()
    }
  }

  func socketDidStall() { drop(reset: true) }
  func socketDidFail() { drop() }

  /// Reads what is there as far as it goes.
  private func advance() {
    do throws(HTTPError) {
      while let output = try parser.next() {
        switch output {
        case .head(let head):
          try loop.configuration.access.check(head, from: peer)
          phase = .readingBody(head)
          timer.schedule(after: loop.configuration.bodyTimeout)
          if head.expectsContinue, head.hasBody { socket.write(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)) }
        case .body(let body):
          guard case .readingBody(let head) = phase else { return }
          return begin(head, body)
        }
      }
      if case .idle = phase, parser.isInsideRequest {
        phase = .readingHead
        timer.schedule(after: loop.configuration.headTimeout)
      }
    } catch {
      refuse(error)
    }
  }

  private func timeout() {
    switch phase {
    case .idle, .lingering: drop()
    case .readingHead: refuse(HTTPError(.requestTimeout, "the request head did not arrive in time"))
    case .readingBody: refuse(HTTPError(.requestTimeout, "the request body did not arrive in time"))
    case .streaming(let stream): beat(stream)
    case .answering, .flushing, .closed: break
    }
  }

  // MARK: Answering

  private func begin(_ head: RequestHead, _ body: [UInt8]) {
    phase = .answering(head)
    timer.cancel()
    let request = HTTPRequest(
      method: head.method, target: head.target, headers: head.headers, body: body, peer: peer)
    let (id, mailbox, handlers) = (id, loop.mailbox, loop.handlers)
    Task {
      let response: HTTPResponse
      do {
        response = try await handlers.respond(request)
      } catch {
        response = handlers.errorResponse(error)
      }
      if !mailbox.post(.response(connection: id, response)) { response.cancelBody() }
    }
  }

  /// Answers what could not be read or must not be handled, and reads no further.
  private func refuse(_ error: HTTPError) {
    timer.cancel()
    var method = "GET"
    if case .readingBody(let head) = phase { method = head.method }
    var response = loop.handlers.errorResponse(error)
    if case .stream = response.body { response = response.withoutBody() }
    send(response, method: method, minorVersion: 1, close: true)
  }

  func answer(_ response: HTTPResponse) {
    guard case .answering(let head) = phase else { return response.cancelBody() }
    send(response, method: head.method, minorVersion: head.minorVersion, close: head.wantsClose)
  }

  private func send(_ response: HTTPResponse, method: String, minorVersion: Int, close: Bool) {
    let framing = ResponseEncoder.framing(response, method: method, minorVersion: minorVersion)
    let asksToClose = response.headers["Connection"].map { equalIgnoringCase($0, "close") } ?? false
    let close = close || asksToClose || loop.isStopping || framing == .untilClose
    socket.write(ResponseEncoder.head(response, framing: framing, close: close, date: loop.currentDate()))
    switch (framing, response.body) {
    case (.length, .bytes(let bytes)):
      socket.write(bytes)
      finish(close: close)
    case (.chunked, .stream(let source)), (.untilClose, .stream(let source)):
      if loop.isStopping || peerHasEnded {
        source.cancel()
        return drop()
      }
      stream(ResponseStream(source, response, isChunked: framing == .chunked, closes: close))
    default:
      response.cancelBody()
      finish(close: close)
    }
  }

  func finish(close: Bool) {
    timer.cancel()
    phase = .flushing(thenClose: close)
    if socket.outputCount == 0 { socketDidDrain() }
  }

  func socketDidDrain() {
    switch phase {
    case .streaming(let stream): pump(stream)
    case .flushing(thenClose: true):
      guard !peerHasEnded else { return drop() }
      phase = .lingering
      socket.endOutput()
      socket.discardInput()
      timer.schedule(after: Self.lingerTime)
    case .flushing(thenClose: false):
      phase = .idle
      timer.schedule(after: loop.configuration.idleTimeout)
      parser.append(socket.take())
      advance()
      if peerHasEnded { endAfterPeer() }
    case .idle, .readingHead, .readingBody, .answering, .lingering, .closed: break
    }
  }

  /// A client that has closed its side gets the answers to what it sent before.
  private func endAfterPeer() {
    switch phase {
    case .idle, .readingHead, .readingBody: drop()
    case .answering, .flushing, .streaming, .lingering, .closed: break
    }
  }

  private static let patience = 4 * 1024
  private static let lingerTime = Duration.seconds(1)
}
