import Synchronization

/// Hands the lines of the log on to whoever follows it, as they are written.
public final class LogFeed: Sendable {
  private struct State {
    var followers: [Int: LogFollower] = [:]
    var next = 0
    var isOver = false
  }

  private let state = Mutex(State())

  /// A feed that nobody follows yet.
  public init() {}

  /// A line with its line end, for everybody who follows. A follower that is too far behind is cut off.
  public func append(_ line: [UInt8]) {
    state.withLock { state in
      for follower in state.followers.values { follower.take(line) }
    }
  }

  /// Follows from the next line on.
  public func follow() -> LogFollower {
    state.withLock { state in
      state.next += 1
      let number = state.next
      let follower = LogFollower { [weak self] in self?.state.withLock { $0.followers[number] = nil } }
      if state.isOver { follower.end() } else { state.followers[number] = follower }
      return follower
    }
  }

  /// Ends every follower, when what they have is read, and those to come.
  public func end() {
    let followers = state.withLock { state in
      defer { state.followers = [:] }
      state.isOver = true
      return state.followers.values
    }
    for follower in followers { follower.end() }
  }
}

/// One that follows the log. One consumer.
public final class LogFollower: Sendable {
  private struct State {
    var lines: [[UInt8]] = []
    var bytes = 0
    var isOver = false
    var waiting: CheckedContinuation<Void, Never>?
  }

  /// Bytes that may wait to be read.
  static let limit = 1 << 20

  private let state = Mutex(State())
  private let left: @Sendable () -> Void

  init(left: @escaping @Sendable () -> Void) {
    self.left = left
  }

  /// Waits for lines and answers all there are; empty when there will be none any more.
  public func next() async -> [[UInt8]] {
    await withCheckedContinuation { continuation in
      let isReady = state.withLock { state in
        guard state.lines.isEmpty, !state.isOver else { return true }
        state.waiting = continuation
        return false
      }
      if isReady { continuation.resume() }
    }
    return state.withLock { state in
      defer {
        state.lines = []
        state.bytes = 0
      }
      return state.lines
    }
  }

  /// Nobody reads any more: a waiting `next` returns.
  public func cancel() {
    end()
    left()
  }

  func take(_ line: [UInt8]) {
    change { state in
      guard !state.isOver else { return }
      state.lines.append(line)
      state.bytes += line.count
      if state.bytes > Self.limit { state.isOver = true }
    }
  }

  func end() {
    change { $0.isOver = true }
  }

  private func change(_ body: (inout State) -> Void) {
    let waiting = state.withLock { state in
      body(&state)
      return state.waiting.take()
    }
    waiting?.resume()
  }
}
