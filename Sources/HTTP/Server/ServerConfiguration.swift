/// How a server listens, whom it answers and how long it waits.
public struct ServerConfiguration: Sendable {
  /// Where it accepts connections.
  public var listeners: [Listener]
  /// Whom it answers.
  public var access = AccessPolicy()
  /// Largest request head in bytes, more is 431.
  public var maximumHeadBytes = 32 * 1024
  /// Most header fields of a request, more is 431.
  public var maximumHeaderFields = 128
  /// Largest request body in bytes, more is 413.
  public var maximumBodyBytes = 4 * 1024 * 1024
  /// Time for a head, from its first byte to its last, otherwise 408.
  public var headTimeout = Duration.seconds(5)
  /// Time for a body, from the end of the head to its last byte, otherwise 408.
  public var bodyTimeout = Duration.seconds(30)
  /// How long a connection may stay open between requests.
  public var idleTimeout = Duration.seconds(60)
  /// How long a client may take no byte of an answer before it is cut off.
  public var stallTimeout = Duration.seconds(30)
  /// How long an event stream may be silent before a comment is sent.
  public var heartbeat = Duration.seconds(15)
  /// Descriptors that are left to the rest of the process: above, no connection is accepted until some are closed.
  public var descriptorHeadroom = 64

  /// A configuration with these listeners and the defaults above.
  public init(listeners: [Listener]) {
    self.listeners = listeners
  }

  var parserLimits: RequestParser.Limits {
    RequestParser.Limits(
      headBytes: maximumHeadBytes, headerFields: maximumHeaderFields, bodyBytes: maximumBodyBytes)
  }
}
