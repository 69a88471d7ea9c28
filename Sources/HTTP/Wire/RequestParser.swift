/// Turns the bytes of a connection into requests. A state machine without input or output of its own: it gets bytes in
/// pieces of any size and gives heads and bodies. After an error the connection cannot be read any further.
struct RequestParser: Sendable {
  struct Limits: Sendable {
    var headBytes: Int
    var headerFields: Int
    var bodyBytes: Int
  }

  enum Output {
    /// The head is complete. The body follows as the next output, also when it is empty.
    case head(RequestHead)
    case body([UInt8])
  }

  private enum State {
    case head
    case body(RequestHead.BodyFraming)
    case chunks(ChunkedDecoder)
  }

  let limits: Limits
  private var input = ByteQueue()
  private var state = State.head
  private var body: [UInt8] = []
  private var lines = HeadLines()

  init(limits: Limits) {
    self.limits = limits
  }

  /// Whether bytes of an unfinished request are held.
  var isInsideRequest: Bool {
    if case .head = state { !input.isEmpty } else { true }
  }

  mutating func append(_ bytes: some Collection<UInt8>) {
    input.append(bytes)
  }

  /// The next part of the request, or nil until more bytes are there.
  mutating func next() throws(HTTPError) -> Output? {
    switch state {
    case .head:
      try lines.scan(&input, limits)
      guard lines.isComplete else { return nil }
      let head = try RequestHead(lines.take(&input))
      if case .length(let length) = head.framing, length > limits.bodyBytes { throw tooLarge }
      state = head.framing == .chunked ? .chunks(ChunkedDecoder()) : .body(head.framing)
      return .head(head)
    case .body(.length(let length)):
      guard takeBody(length) else { return nil }
    case .body(.chunked):
      return nil
    case .chunks(var decoder):
      try decode(&decoder)
      state = .chunks(decoder)
      guard decoder.isDone else { return nil }
    }
    state = .head
    defer { body = [] }
    return .body(body)
  }

  private mutating func takeBody(_ length: Int) -> Bool {
    let taken = min(length - body.count, input.count)
    body.append(contentsOf: input.prefix(taken))
    input.removeFirst(taken)
    return body.count == length
  }

  private mutating func decode(_ decoder: inout ChunkedDecoder) throws(HTTPError) {
    do throws(ChunkedDecoder.Failure) {
      try decoder.decode(&input, into: &body, limit: limits.bodyBytes + 1 - body.count)
    } catch {
      switch error {
      case .badSize: throw .malformed("a chunk size is not a hexadecimal number")
      case .badLineEnd: throw .malformed("a chunk does not end in CRLF")
      case .badTrailer: throw .malformed("a trailer line is not of the form name: value")
      case .trailerTooLong: throw HTTPError(.headTooLarge, "the trailer is too long")
      }
    }
    guard body.count <= limits.bodyBytes else { throw tooLarge }
  }

  private var tooLarge: HTTPError {
    HTTPError(.bodyTooLarge, "request body too large: the limit is \(limits.bodyBytes) bytes")
  }
}
