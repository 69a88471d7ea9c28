/// A stream that ends in bytes which are made once and sent to many.
///
/// As long as it answers ``TailPoll/pull`` it is like any other stream. After that the server takes what is there
/// without a task for each client: whenever the connection has room, and whenever the bell rings.
public protocol TailStream: ByteStream {
  /// Appends what is there at once, about `limit` bytes at most. Called on the server's one thread, so it neither waits
  /// nor computes, and never while `next` is in progress.
  func poll(into bytes: inout [UInt8], upTo limit: Int) -> TailPoll
}

/// What a ``TailStream`` has at the moment.
public enum TailPoll: Sendable {
  /// Bytes were appended; there may be more.
  case taken
  /// Nothing until the bell rings.
  case wait(StreamBell)
  /// ``ByteStream/next()`` knows how to go on. It may answer no bytes when from then on `poll` does.
  case pull
}
