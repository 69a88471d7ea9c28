import HTTP
import Synchronization

/// A stream that yields what a test pushes, and records that it was cancelled.
final class PushedStream: ByteStream {
  private struct State {
    var chunks: [[UInt8]] = []
    var hasEnded = false
    var waiter: CheckedContinuation<[UInt8]?, Never>?
  }

  let cancelled = Signal<Bool>()
  private let state = Mutex(State())

  func push(_ text: String) {
    let bytes = Array(text.utf8)
    let waiter = state.withLock { state in
      guard let waiter = state.waiter else {
        state.chunks.append(bytes)
        return nil as CheckedContinuation<[UInt8]?, Never>?
      }
      state.waiter = nil
      return waiter
    }
    waiter?.resume(returning: bytes)
  }

  func end() {
    let waiter = state.withLock { state in
      state.hasEnded = true
      defer { state.waiter = nil }
      return state.waiter
    }
    waiter?.resume(returning: nil)
  }

  func next() async throws -> [UInt8]? {
    await withCheckedContinuation { continuation in
      let ready: [UInt8]?? = state.withLock { state in
        if !state.chunks.isEmpty { return .some(state.chunks.removeFirst()) }
        if state.hasEnded { return .some(nil) }
        state.waiter = continuation
        return .none
      }
      if let ready { continuation.resume(returning: ready) }
    }
  }

  func cancel() {
    end()
    cancelled.send(true)
  }
}

/// A stream without end that counts how much was pulled.
final class EndlessStream: ByteStream {
  let cancelled = Signal<Bool>()
  private let count = Mutex(0)

  var pulled: Int { count.withLock { $0 } }

  func next() async throws -> [UInt8]? {
    count.withLock { $0 += 16 * 1024 }
    return [UInt8](repeating: UInt8(ascii: "x"), count: 16 * 1024)
  }

  func cancel() { cancelled.send(true) }
}

/// A stream that fails after its first chunk.
struct FailingStream: ByteStream {
  struct Failure: Error {}

  private let calls = Counter()

  func next() async throws -> [UInt8]? {
    if calls.increment() > 1 { throw Failure() }
    return Array("first".utf8)
  }

  func cancel() {}
}

/// A number that several threads count up.
final class Counter: Sendable {
  private let value = Mutex(0)

  @discardableResult
  func increment() -> Int {
    value.withLock { value in
      value += 1
      return value
    }
  }

  var count: Int { value.withLock { $0 } }
}
