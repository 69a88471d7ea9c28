/// Reads server-sent events from a response. Not for use by several threads.
public final class SSEReader {
  private let exchange: ClientExchange
  private var parser = SSEParser()
  private var events: [SSEEvent] = []

  /// A reader of this response's body.
  public init(_ exchange: ClientExchange) {
    self.exchange = exchange
  }

  /// The id of the last event returned that had one: what to send as `Last-Event-ID` when going on.
  public private(set) var lastEventID: String?

  /// The next event, waiting for it if need be; nil when the stream has ended properly.
  ///
  /// - Throws: as `ClientExchange.read`; after `interrupted` no event is lost.
  public func next() throws(HTTPClientError) -> SSEEvent? {
    while events.isEmpty {
      guard let bytes = try exchange.read() else { return nil }
      events = parser.feed(bytes).reversed()
    }
    let event = events.popLast()
    if let id = event?.id { lastEventID = id }
    return event
  }
}
