import HTTP
import Home
import Journal
import Sessions
import Synchronization

/// The stream that answers a prompt: the turn from its first event to its last.
final class TurnStream: ByteStream {
  private struct State {
    var frames: any TurnFrames
    var hasSeenEnd = false
    var isDone = false
  }

  private let feed: any EventFeed
  private let turn: TurnID
  private let after: Int64
  private let answers: Answers
  private let state: Mutex<State>

  /// - Parameter after: events up to this sequence are with the client already and make no bytes.
  init(feed: any EventFeed, frames: any TurnFrames, turn: TurnID, after: Int64, answers: Answers) {
    self.feed = feed
    self.turn = turn
    self.after = after
    self.answers = answers
    state = Mutex(State(frames: frames))
  }

  func next() async throws -> [UInt8]? {
    while !state.withLock({ $0.isDone }) {
      let items: [FeedItem]
      let session: SessionSnapshot
      do {
        items = try await feed.next(maxBytes: streamedPageBytes)
        session = try await feed.session()
      } catch {
        return fail(error)
      }
      let bytes = items.isEmpty ? end() : write(items, session)
      if !bytes.isEmpty { return bytes }
    }
    return nil
  }

  func cancel() {
    feed.cancel()
  }

  private func write(_ items: [FeedItem], _ session: SessionSnapshot) -> [UInt8] {
    state.withLock { state in
      var writer = SSEWriter()
      for case .event(let event) in items where event.row.turn == turn {
        if event.row.type == .done || event.row.type == .error { state.hasSeenEnd = true }
        let frames = state.frames.frames(event, in: session)
        guard event.row.sequence > after else { continue }
        for frame in frames { writer.write(answers.redacted(frame)) }
      }
      return writer.bytes
    }
  }

  /// A turn without a terminal event in its feed is not over: the client is to see that its stream was cut.
  private func end() -> [UInt8] {
    state.withLock { state in
      state.isDone = true
      guard state.hasSeenEnd else { return [] }
      var writer = SSEWriter()
      for frame in state.frames.end() { writer.write(answers.redacted(frame)) }
      return writer.bytes
    }
  }

  private func fail(_ error: any Error) -> [UInt8] {
    state.withLock { $0.isDone = true }
    return SSEWriter.encode(SSEEvent(event: "error", data: answers.errorData(error)))
  }
}

/// About how much content of events a stream reads at once.
let streamedPageBytes = 64 * 1024
