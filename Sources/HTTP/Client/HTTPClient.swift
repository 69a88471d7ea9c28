/// A client for one server behind a Unix socket. Blocking and without threads, so that a command starts and ends fast;
/// every request has a connection of its own.
///
/// ```swift
/// let client = HTTPClient(socketPath: "/run/example.sock")
/// let response = try client.send(ClientRequest("GET", "/greetings/you"))
/// let reader = SSEReader(try client.open(ClientRequest("GET", "/news")))
/// while let event = try reader.next() { print(event.text) }
/// ```
///
/// Copies may be used by several threads at once. Calls block their thread: not for the concurrency pool.
public struct HTTPClient: Sendable {
  /// The path of the socket, of any length.
  public var socketPath: String
  /// How long the server may send nothing, or take nothing of the request; nil waits for ever.
  public var timeout: Duration?
  /// Descriptors (a signalfd, a terminal …) that end waiting with `HTTPClientError.interrupted` when one is readable.
  public var wakeDescriptors: [Int32]

  /// A client for the server at this socket. Nothing is opened yet.
  public init(socketPath: String, timeout: Duration? = .seconds(30), wakeDescriptors: [Int32] = []) {
    self.socketPath = socketPath
    self.timeout = timeout
    self.wakeDescriptors = wakeDescriptors
  }

  /// Sends a request and returns when the whole response is there, whatever its status.
  ///
  /// - Throws: `HTTPClientError` when there is no whole response; whether the server has acted is not known then.
  public func send(_ request: ClientRequest) throws(HTTPClientError) -> ClientResponse {
    let exchange = try open(request)
    var body: [UInt8] = []
    while let bytes = try exchange.read() { body += bytes }
    return ClientResponse(status: exchange.status, headers: exchange.headers, body: body)
  }

  /// Sends a request and returns when the head of the response is there; the body is read piece by piece.
  ///
  /// - Throws: `HTTPClientError` when there is no head; whether the server has acted is not known then.
  public func open(_ request: ClientRequest) throws(HTTPClientError) -> ClientExchange {
    let socket = try ClientSocket(path: socketPath, timeout: timeout, wakeDescriptors: wakeDescriptors)
    try socket.write(request.bytes)
    return try ClientExchange(socket, method: request.method)
  }
}
