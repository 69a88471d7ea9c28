/// The body of a response that comes from a `ByteStream`: pulls one chunk at a time and frames it. Used on the loop's
/// thread only.
final class ResponseStream {
  let isEventStream: Bool
  let closes: Bool

  private let source: any ByteStream
  private let isChunked: Bool
  private var pending: Task<Void, Never>?
  private var lastWrite = ContinuousClock.now

  init(_ source: any ByteStream, _ response: HTTPResponse, isChunked: Bool, closes: Bool) {
    self.source = source
    self.isChunked = isChunked
    self.closes = closes
    isEventStream = response.headers["Content-Type"]?.hasPrefix("text/event-stream") ?? false
  }

  /// Asks for the next chunk unless that is under way. `deliver` gets it on another thread.
  func pull(_ deliver: @escaping @Sendable (Result<[UInt8]?, any Error>) -> Void) {
    guard pending == nil else { return }
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
    framed(Array(": heartbeat\n\n".utf8))
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

extension HTTPResponse {
  /// Lets go of a body that will not be sent.
  func cancelBody() {
    if case .stream(let stream) = body { stream.cancel() }
  }
}
