/// A stream that ends in bytes which are made once and sent to many.
///
/// Whenever the connection has room the server first asks `poll`, which costs no task. Only for ``TailPoll/pull`` it
/// calls `next`, like that of any other stream. A stream may go from the one to the other and back as often as it likes:
/// read what is stored by `next`, share what comes by `poll`, and read for itself again when its client is too slow.
public protocol TailStream: ByteStream {
  /// Appends what is there at once, about `limit` bytes at most. Called on the server's one thread, so it neither waits
  /// nor computes, and never while `next` is in progress.
  func poll(into bytes: inout [UInt8], upTo limit: Int) -> TailPoll
}

/// What a ``TailStream`` has at the moment.
public enum TailPoll: Sendable {
  /// Bytes were appended; there may be more.
  case taken
  /// Nothing until the bell rings; the server asks again then.
  case wait(StreamBell)
  /// ``ByteStream/next()`` knows how to go on. It may answer no bytes when from then on `poll` does.
  case pull
}
