import HTTP
import Home
import Journal
import Sessions
import Synchronization

/// The frames of one session's events, made once for all that follow it.
///
/// They are made no faster than the fastest follower takes them, so that none is made in vain. One that is slower finds
/// them here as long as they are kept, and goes on in the journal when they are not.
final class SessionFrames: Sendable {
  private struct Frame {
    /// The event without its content.
    var row: EventRow
    var bytes: [UInt8]
  }

  private struct State {
    var frames: RecentTail<Frame>
    /// The farthest that a follower has come.
    var farthest: Int64
    var outcome: Outcome?
    var isAbandoned = false
    var maker: CheckedContinuation<Void, Never>?
    var feed: (any EventFeed)?

    /// Whether more is to be made: the fastest follower has no more than so many bytes before it.
    func isWanted(_ ahead: Int) -> Bool { frames.bytes(behind: farthest) <= ahead }

    mutating func takeMaker() -> CheckedContinuation<Void, Never>? {
      defer { maker = nil }
      return maker
    }
  }

  /// Why no frames are made any more.
  private enum Outcome {
    case ended
    case failed(any Error)
  }

  /// What a follower finds behind its cursor.
  enum Found {
    /// Frames up to this sequence were looked at; those that are wanted are taken.
    case frames(end: Int64, lastType: EventType?)
    /// Nothing yet.
    case nothing
    /// Nothing that will ever be here: what comes next is in the journal, or has to be asked for there.
    case elsewhere
  }

  /// Rings when there is something new.
  let bell = StreamBell()
  /// How many bytes of frames are made ahead of the fastest.
  private let ahead: Int
  private let state: Mutex<State>

  /// Begins behind a sequence that a follower has come to.
  ///
  /// - Parameter limit: about how many bytes of frames are kept for those who are slower than the fastest.
  init(after sequence: Int64, limit: Int) {
    ahead = limit / 4
    state = Mutex(State(frames: RecentTail(base: sequence, limit: limit), farthest: sequence))
  }

  // MARK: - Followers

  /// Appends the wanted frames behind a cursor, about `limit` bytes of them at most.
  func take(
    after cursor: Int64, upTo limit: Int, into bytes: inout [UInt8], admits: (EventRow) -> Bool
  ) -> Found {
    let (found, maker): (Found, CheckedContinuation<Void, Never>?) = state.withLock { state in
      let most = bytes.count + limit
      var (end, lastType): (Int64, EventType?) = (cursor, nil)
      let isKept = state.frames.each(after: cursor) { frame in
        guard bytes.count < most else { return false }
        end = frame.row.sequence
        guard admits(frame.row) else { return true }
        bytes += frame.bytes
        lastType = frame.row.type
        return true
      }
      state.farthest = max(state.farthest, end)
      let maker = state.isWanted(ahead) ? state.takeMaker() : nil
      if end > cursor { return (.frames(end: end, lastType: lastType), maker) }
      return (isKept && state.outcome == nil ? .nothing : .elsewhere, maker)
    }
    maker?.resume()
    return found
  }

  /// Whether what comes behind a cursor is here or will be.
  ///
  /// - Throws: why frames could not be made.
  func covers(_ cursor: Int64) throws -> Bool {
    try state.withLock { state in
      if case .failed(let error) = state.outcome { throw error }
      return state.outcome == nil && cursor >= state.frames.base && cursor <= state.frames.head
    }
  }

  /// A follower has come to the end of the journal: frames are made from there on if they have not come so far.
  ///
  /// - Returns: false when none are made any more.
  func meet(_ cursor: Int64) -> Bool {
    var hasMoved = false
    let (isOpen, maker): (Bool, CheckedContinuation<Void, Never>?) = state.withLock { state in
      guard state.outcome == nil, !state.isAbandoned else { return (false, nil) }
      guard cursor > state.frames.head else { return (true, nil) }
      state.frames.clear(head: cursor)
      state.farthest = cursor
      hasMoved = true
      return (true, state.takeMaker())
    }
    maker?.resume()
    // Those who wait for what lies in between find it in the journal.
    if hasMoved { bell.ring() }
    return isOpen
  }

  /// Nobody follows any more.
  func abandon() {
    let (maker, feed) = state.withLock { state in
      state.isAbandoned = true
      return (state.takeMaker(), state.feed)
    }
    maker?.resume()
    feed?.cancel()
  }

  // MARK: - The maker

  /// Makes frames until the session is stopped or nobody follows.
  func make(from feed: any EventFeed, _ encode: (EventView, SessionSnapshot) -> [UInt8]) async {
    var outcome = Outcome.ended
    state.withLock { $0.feed = feed }
    do {
      while let cursor = await whereToGoOn() {
        let page = try await feed.page(after: cursor, maxBytes: streamedPageBytes)
        if page.items.isEmpty {
          if page.isLast { break }
          await feed.wait(beyond: page.end)
        } else {
          add(page, in: try await feed.session(), after: cursor, encode)
        }
      }
    } catch {
      outcome = .failed(error)
    }
    state.withLock { state in
      state.outcome = outcome
      state.feed = nil
    }
    bell.ring()
  }

  /// Waits until frames are wanted; nil when they are not any more.
  private func whereToGoOn() async -> Int64? {
    await withCheckedContinuation { continuation in
      let goesOn = state.withLock { state in
        if state.isAbandoned || state.isWanted(ahead) { return true }
        state.maker = continuation
        return false
      }
      if goesOn { continuation.resume() }
    }
    return state.withLock { $0.isAbandoned ? nil : $0.frames.head }
  }

  private func add(
    _ page: FeedPage, in session: SessionSnapshot, after cursor: Int64,
    _ encode: (EventView, SessionSnapshot) -> [UInt8]
  ) {
    var frames: [Frame] = []
    for case .event(let event) in page.items {
      var row = event.row
      row.content = []
      frames.append(Frame(row: row, bytes: encode(event, session)))
    }
    state.withLock { state in
      // A follower may have come farther by itself meanwhile.
      guard state.frames.head == cursor else { return }
      for frame in frames {
        state.frames.append(frame, bytes: frame.bytes.count + Self.overhead)
      }
    }
    bell.ring()
  }

  /// What a frame takes up besides its bytes.
  private static let overhead = 160
}
