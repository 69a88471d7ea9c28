import HTTP
import Synchronization

/// A text that grows, for every stream that stands in it.
final class SharedText: Sendable {
  private struct State {
    var bytes: [UInt8] = []
    var hasEnded = false
  }

  let bell = StreamBell()
  private let state = Mutex(State())

  func add(_ text: String) {
    state.withLock { $0.bytes += Array(text.utf8) }
    bell.ring()
  }

  func end() {
    state.withLock { $0.hasEnded = true }
    bell.ring()
  }

  /// What stands behind a position; nil at the end of everything.
  func rest(behind position: Int, upTo limit: Int) -> [UInt8]? {
    state.withLock { state in
      if position >= state.bytes.count { return state.hasEnded ? nil : [] }
      return Array(state.bytes[position..<min(state.bytes.count, position + limit)])
    }
  }
}

/// A stream that pulls its beginning and then takes what is there for all.
final class SharedTextStream: TailStream {
  let cancelled = Signal<Bool>()
  private let text: SharedText
  private let position = Mutex<Int?>(nil)
  /// Called when there is nothing, before the server is told so.
  private let whenEmpty: @Sendable () -> Void

  init(_ text: SharedText, whenEmpty: @escaping @Sendable () -> Void = {}) {
    self.text = text
    self.whenEmpty = whenEmpty
  }

  func poll(into bytes: inout [UInt8], upTo limit: Int) -> TailPoll {
    position.withLock { position in
      guard let start = position, let rest = text.rest(behind: start, upTo: limit) else { return .pull }
      position = start + rest.count
      bytes += rest
      guard rest.isEmpty else { return .taken }
      whenEmpty()
      return .wait(text.bell)
    }
  }

  func next() async throws -> [UInt8]? {
    position.withLock { position in
      guard position == nil else { return nil }
      position = 0
      return Array("begin ".utf8)
    }
  }

  func cancel() { cancelled.send(true) }
}
