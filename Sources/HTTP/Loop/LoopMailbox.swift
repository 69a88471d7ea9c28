import CEvent
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The only way from other threads to the event loop.
final class LoopMailbox: Sendable {
  enum Message: Sendable {
    /// The handler of a connection's request has answered.
    case response(connection: UInt64, HTTPResponse)
    /// The stream of a connection has given its next bytes, or nil at its end.
    case chunk(connection: UInt64, Result<[UInt8]?, any Error>)
    /// Streams that wait for this bell have something new.
    case bell(StreamBell)
    /// A stream has let others have their turn and may go on.
    case turn(connection: UInt64)
    /// Stop within this time.
    case stop(grace: Duration)
  }

  private struct State {
    var messages: [Message] = []
    var isClosed = false
  }

  /// Becomes readable when there are messages. The loop watches it.
  let wakeDescriptor: Int32
  private let postDescriptor: Int32
  private let state = Mutex(State())

  /// Nil when there are no descriptors left.
  init?() {
    var pair: [Int32] = [-1, -1]
    guard cevent_pair(&pair) == 0 else { return nil }
    wakeDescriptor = pair[0]
    postDescriptor = pair[1]
  }

  deinit {
    _ = end()
  }

  /// Hands a message to the loop; false when the loop has ended.
  @discardableResult
  func post(_ message: Message) -> Bool {
    state.withLock { state in
      guard !state.isClosed else { return false }
      state.messages.append(message)
      if state.messages.count == 1 { send(postDescriptor, [1], 1, Int32(MSG_NOSIGNAL)) }
      return true
    }
  }

  /// All messages, in the order they were posted.
  func take() -> [Message] {
    state.withLock { state in
      var drained: [UInt8] = [0, 0]
      recv(wakeDescriptor, &drained, drained.count, 0)
      defer { state.messages = [] }
      return state.messages
    }
  }

  /// Refuses further messages, closes the descriptors and returns the messages that were not taken.
  func end() -> [Message] {
    state.withLock { state in
      guard !state.isClosed else { return [] }
      state.isClosed = true
      close(wakeDescriptor)
      close(postDescriptor)
      defer { state.messages = [] }
      return state.messages
    }
  }
}
