/// A response whose body is read as it comes. Closing happens when the value is let go. Not for use by several threads.
public final class ClientExchange {
  /// The status code.
  public let status: Int
  /// The header fields.
  public let headers: HTTPHeaders
  /// The connection's descriptor, to wait for together with others. Bytes may be here already while it is not readable.
  public var descriptor: Int32 { socket.descriptor }

  /// Descriptors that end waiting with `HTTPClientError.interrupted` when one is readable; at first those of the client.
  public var wakeDescriptors: [Int32] {
    get { socket.wakeDescriptors }
    set { socket.wakeDescriptors = newValue }
  }

  private enum Body {
    case length(remaining: Int)
    case chunks(ChunkedDecoder)
    case untilClose
    case done
  }

  private let socket: ClientSocket
  private var input: ByteQueue
  private var body: Body

  init(_ socket: ClientSocket, method: String) throws(HTTPClientError) {
    self.socket = socket
    var input = ByteQueue()
    var head: ResponseHead?
    repeat {
      head = try ResponseHead.take(&input)
      if let found = head, (100..<200).contains(found.status) {
        head = nil
      } else if head == nil {
        guard let bytes = try socket.read() else { throw .connectionLost }
        input.append(bytes)
      }
    } while head == nil
    guard let head else { throw .connectionLost }
    status = head.status
    headers = head.headers
    switch try head.framing(method: method) {
    case .length(let length): body = .length(remaining: length)
    case .chunked: body = .chunks(ChunkedDecoder())
    case .untilClose: body = .untilClose
    }
    self.input = input
  }

  /// The next bytes of the body, at least one; nil at its end.
  ///
  /// - Throws: `connectionLost` when the connection ends before the body does, `timedOut` when nothing comes for the
  ///   client's timeout, `interrupted` when a wake descriptor is readable: only then reading may go on.
  public func read() throws(HTTPClientError) -> [UInt8]? {
    while true {
      let (bytes, isDone) = try takeBody()
      if isDone { body = .done }
      if !bytes.isEmpty { return bytes }
      if case .done = body { return nil }
      guard let received = try socket.read() else {
        guard case .untilClose = body else { throw .connectionLost }
        body = .done
        return nil
      }
      input.append(received)
    }
  }

  private func takeBody() throws(HTTPClientError) -> (bytes: [UInt8], isDone: Bool) {
    switch body {
    case .done:
      return ([], true)
    case .untilClose:
      let bytes = Array(input.prefix(input.count))
      input.removeFirst(bytes.count)
      return (bytes, false)
    case .length(let remaining):
      let bytes = Array(input.prefix(remaining))
      input.removeFirst(bytes.count)
      body = .length(remaining: remaining - bytes.count)
      return (bytes, bytes.count == remaining)
    case .chunks(var decoder):
      var bytes: [UInt8] = []
      do throws(ChunkedDecoder.Failure) {
        try decoder.decode(&input, into: &bytes, limit: .max)
      } catch {
        throw .malformedResponse("the chunked coding is broken")
      }
      body = .chunks(decoder)
      return (bytes, decoder.isDone)
    }
  }
}
