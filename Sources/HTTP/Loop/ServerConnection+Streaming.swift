/// Streams: what there is is taken, or the next chunk is pulled, while the connection has room for it.
extension ServerConnection {
  func stream(_ stream: ResponseStream) {
    phase = .streaming(stream)
    socket.tuneForStreaming()
    if stream.isEventStream { timer.schedule(after: loop.configuration.heartbeat) }
    pump(stream)
  }

  func pump(_ stream: ResponseStream) {
    guard !stream.isPulling else { return }
    var taken = 0
    while socket.outputCount < Self.streamRoom {
      switch stream.poll(into: &loop.scratch, upTo: Self.streamRoom) {
      case .taken:
        socket.write(loop.scratch)
        taken += loop.scratch.count
        // A client that is as fast as its stream must not keep the loop for itself.
        if taken > Self.turnBytes { return loop.giveTurn(to: self) }
      case .wait(let bell):
        guard loop.listen(self, stream, to: bell) else { return }
      case .pull:
        return stream.pull { [id, mailbox = loop.mailbox] in mailbox.post(.chunk(connection: id, $0)) }
      }
    }
  }

  /// The bell that the connection listens to has rung, or its turn has come.
  func resumeStream() {
    if case .streaming(let stream) = phase { pump(stream) }
  }

  /// The stream sends nothing any more.
  func leave(_ stream: ResponseStream) {
    loop.forget(self, stream)
    stream.cancel()
  }

  func take(_ result: Result<[UInt8]?, any Error>) {
    guard case .streaming(let stream) = phase else { return }
    switch result {
    case .success(let bytes?):
      socket.write(stream.received(bytes))
      pump(stream)
    case .success(nil):
      loop.forget(self, stream)
      socket.write(stream.end)
      finish(close: stream.closes)
    case .failure:
      leave(stream)
      finish(close: true)
    }
  }

  func beat(_ stream: ResponseStream) {
    let rest = loop.configuration.heartbeat - stream.silence
    if rest > .zero { return timer.schedule(after: rest) }
    if socket.outputCount == 0 { socket.write(stream.heartbeat()) }
    timer.schedule(after: loop.configuration.heartbeat)
  }

  private static let streamRoom = 64 * 1024
  private static let turnBytes = 256 * 1024
}
