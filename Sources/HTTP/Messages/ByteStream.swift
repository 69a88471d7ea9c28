/// A source of bytes that is pulled: the server asks for the next ones only when the connection has room for them, so
/// a slow client slows its own stream and nothing else.
public protocol ByteStream: Sendable {
  /// The next bytes, or nil at the end. Runs on the concurrency pool and waits until there are some. Never called again
  /// while a call is in progress, after the end, after an error or after `cancel`.
  ///
  /// An error cuts the connection without a proper end, so that the client sees that something is missing.
  func next() async throws -> [UInt8]?

  /// Nobody reads any more: a waiting `next` returns at once, whatever the stream holds is let go. May be called more
  /// than once, from any thread, and also after the end.
  func cancel()
}
