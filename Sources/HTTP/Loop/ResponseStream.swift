/// The body of a response that comes from a `ByteStream`: pulls one chunk at a time and frames it. Used on the loop's
/// thread only.
final class ResponseStream {
  let isEventStream: Bool
  let closes: Bool

  /// The bell that the connection listens to until the stream ends.
  var bell: StreamBell?

  private let source: any ByteStream
  private let tail: (any TailStream)?
  private let isChunked: Bool
  private var pending: Task<Void, Never>?
  private var lastWrite = ContinuousClock.now

  init(_ source: any ByteStream, _ response: HTTPResponse, isChunked: Bool, closes: Bool) {
    self.source = source
    tail = source as? any TailStream
    self.isChunked = isChunked
    self.closes = closes
    isEventStream = response.headers["Content-Type"]?.hasPrefix("text/event-stream") ?? false
  }

  /// Whether the next chunk was asked for and has not come.
  var isPulling: Bool { pending != nil }

  /// Puts what is there without waiting into an empty buffer, as it goes on the wire.
  func poll(into bytes: inout [UInt8], upTo limit: Int) -> TailPoll {
    guard let tail else { return .pull }
    bytes.removeAll(keepingCapacity: true)
    if isChunked { ResponseEncoder.beginChunk(in: &bytes) }
    let poll = tail.poll(into: &bytes, upTo: limit)
    guard case .taken = poll else { return poll }
    if isChunked { ResponseEncoder.endChunk(in: &bytes) }
    lastWrite = .now
    return poll
  }

  /// Asks for the next chunk. `deliver` gets it on another thread.
  func pull(_ deliver: @escaping @Sendable (Result<[UInt8]?, any Error>) -> Void) {
    let source = source
    pending = Task {
      do {
        deliver(.success(try await source.next()))
      } catch {
        deliver(.failure(error))
      }
    }
  }

  /// The chunk that was asked for has come: its bytes as they go on the wire.
  func received(_ bytes: [UInt8]) -> [UInt8] {
    pending = nil
    return framed(bytes)
  }

  /// What ends the body.
  var end: [UInt8] { isChunked ? ResponseEncoder.lastChunk : [] }

  /// How long nothing has been written.
  var silence: Duration { ContinuousClock.now - lastWrite }

  /// A comment that readers of an event stream skip.
  func heartbeat() -> [UInt8] {
    var writer = SSEWriter()
    writer.writeComment("heartbeat")
    return framed(writer.bytes)
  }

  /// Nobody reads any more.
  func cancel() {
    source.cancel()
    pending?.cancel()
  }

  private func framed(_ bytes: [UInt8]) -> [UInt8] {
    lastWrite = .now
    return isChunked ? ResponseEncoder.chunk(bytes) : bytes
  }
}
