public import Home
public import Journal
public import Platform

/// From where to follow, and how far.
public struct FollowRequest: Sendable, Equatable {
  /// Events after this sequence.
  public var after: Int64
  /// The journal epoch of that sequence.
  public var journalEpoch: Int64 = 0
  /// Only these types; empty means all.
  public var types: [EventType] = []
  /// Ends after this turn's terminal event.
  public var turn: TurnID?
  /// Only events at or after this time.
  public var since: WallTime?

  /// Follows everything after a sequence.
  public init(after: Int64) {
    self.after = after
  }
}

/// What a feed yields.
public enum FeedItem: Sendable, Equatable {
  /// A committed event.
  case event(EventView)
  /// The cursor is not valid in this journal: what follows begins at the head. After a power cut the number
  /// may belong to another event.
  case reset(reason: String, journalEpoch: Int64, head: Int64)
}

/// A page of a feed.
public struct FeedPage: Sendable, Equatable {
  /// What it holds, in order. Events that the filters leave out are missing.
  public var items: [FeedItem]
  /// The sequence up to which it was looked for events.
  public var end: Int64
  /// The journal epoch of that sequence.
  public var journalEpoch: Int64
  /// Nothing comes behind this page: the session has stopped, or the turn has ended.
  public var isLast: Bool

  /// Makes a page.
  public init(items: [FeedItem] = [], end: Int64, journalEpoch: Int64 = 0, isLast: Bool = false) {
    self.items = items
    self.end = end
    self.journalEpoch = journalEpoch
    self.isLast = isLast
  }
}

/// A pulled feed of events. One consumer.
public protocol EventFeed: Sendable {
  /// Waits for the next events and answers them in order, about `maxBytes` of content at most; empty at the end.
  func next(maxBytes: Int) async throws -> [FeedItem]
  /// The events behind a sequence as far as they are committed, about `maxBytes` of content at most: without waiting,
  /// and without moving what `next` answers. The first page of a feed says when the cursor is not one of this journal.
  func page(after sequence: Int64, maxBytes: Int) async throws -> FeedPage
  /// Returns when there is something behind a sequence, when nothing can come any more, or after `cancel`.
  func wait(beyond sequence: Int64) async
  /// Another feed of the same run that leaves nothing out, for pages behind sequences that this one has come to.
  func unfiltered() -> any EventFeed
  /// The session as it is now.
  func session() async throws -> SessionSnapshot
  /// Ends a waiting `next` with an empty answer.
  func cancel()
}
