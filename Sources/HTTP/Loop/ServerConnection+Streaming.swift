/// Streams: chunks are pulled while the connection has room for them.
extension ServerConnection {
  func stream(_ stream: ResponseStream) {
    phase = .streaming(stream)
    socket.tuneForStreaming()
    if stream.isEventStream { timer.schedule(after: loop.configuration.heartbeat) }
    pump(stream)
  }

  func pump(_ stream: ResponseStream) {
    guard socket.outputCount < Self.streamRoom else { return }
    stream.pull { [id, mailbox = loop.mailbox] in mailbox.post(.chunk(connection: id, $0)) }
  }

  func take(_ result: Result<[UInt8]?, any Error>) {
    guard case .streaming(let stream) = phase else { return }
    switch result {
    case .success(let bytes?):
      socket.write(stream.received(bytes))
      pump(stream)
    case .success(nil):
      socket.write(stream.end)
      finish(close: stream.closes)
    case .failure:
      stream.cancel()
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
}
