/// How far a stream of a turn was shown, so that the next daemon can go on without a gap or a repetition.
///
/// Several frames can carry the same id, because one stored event can make several of them. So the stream is asked for
/// anew from behind the last id that is known to be complete, and what was shown of the id after it is skipped.
struct TurnCursor: Equatable {
  /// Every frame up to and with this id was shown; nil before the first.
  private(set) var settled: String?
  private var current: String?
  private var shown = 0
  private var toSkip = 0

  /// Begins to read a stream that starts behind `settled`.
  mutating func reconnect() {
    toSkip = shown
  }

  /// Takes the next frame's id and says whether the frame is new.
  mutating func isNew(_ id: String?) -> Bool {
    if id == current, toSkip > 0 {
      toSkip -= 1
      return false
    }
    toSkip = 0
    if id != current {
      settled = current
      current = id
      shown = 0
    }
    shown += 1
    return true
  }
}
