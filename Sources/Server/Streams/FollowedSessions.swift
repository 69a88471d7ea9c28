import Home
import Sessions
import Synchronization

/// The sessions that are followed now, each with the frames that its followers share.
final class FollowedSessions: Sendable {
  private struct Followed {
    var frames: SessionFrames
    var followers: Int
  }

  private let frame: EventFrame
  private let limit: Int
  private let state = Mutex<[SessionID: Followed]>([:])

  /// - Parameter limit: about how many bytes of frames are kept of each.
  init(_ frame: EventFrame, limit: Int = 1 << 20) {
    self.frame = frame
    self.limit = limit
  }

  /// The frames of a session that are made already and go on behind a follower's cursor, if there are any. To be left
  /// again. However fast the session is, its followers need not come to its end by themselves.
  func join(_ id: SessionID, behind cursor: Int64) -> SessionFrames? {
    state.withLock { state in
      guard let frames = state[id]?.frames, (try? frames.covers(cursor)) == true else { return nil }
      state[id]?.followers += 1
      return frames
    }
  }

  /// The frames of a session, for a follower that has come to the end of its journal. To be left again.
  ///
  /// - Parameter feed: the follower's; where the frames are made from if they are not made yet.
  func join(_ id: SessionID, at cursor: Int64, _ feed: any EventFeed) -> SessionFrames {
    state.withLock { state in
      if var followed = state[id], followed.frames.meet(cursor) {
        followed.followers += 1
        state[id] = followed
        return followed.frames
      }
      let frames = SessionFrames(after: cursor, limit: limit)
      state[id] = Followed(frames: frames, followers: 1)
      let all = feed.unfiltered()
      Task { [frame] in await frames.make(from: all, frame.bytes) }
      return frames
    }
  }

  /// Takes back one `join`. Frames that nobody follows are not made any more.
  func leave(_ id: SessionID, _ frames: SessionFrames) {
    let isLast = state.withLock { state in
      // Frames that have ended may have been replaced by those of the session's next run.
      guard let followed = state[id], followed.frames === frames else { return true }
      state[id]?.followers -= 1
      guard followed.followers == 1 else { return false }
      state[id] = nil
      return true
    }
    if isLast { frames.abandon() }
  }
}
