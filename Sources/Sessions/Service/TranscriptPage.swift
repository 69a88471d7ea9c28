public import Home
import Journal

/// A page of a session's transcript, the latest or one before it. It costs the same however long the session is: so
/// many of the events at its end are read, and no more.
public struct TranscriptPage: Sendable {
  /// The session as it is now.
  public var session: SessionSnapshot
  /// The messages in ascending order. A turn that began before the page is continued in the first one.
  public var messages: [TranscriptMessage]
  /// Where the page before this one ends; nil at the beginning of the session.
  public var before: Int64?

  /// Reads a page.
  ///
  /// - Parameters:
  ///   - before: the sequence that the page ends before; nil for the latest page.
  ///   - messages: how many messages it has at most.
  ///   - events: of how many events they are made at most.
  public static func read(
    _ id: SessionID, before: Int64? = nil, messages limit: Int, events: Int = usualEvents,
    from sessions: any SessionService
  ) async throws -> TranscriptPage {
    var query = EventQuery()
    query.before = before
    query.limit = events + 1
    query.byteBudget = mostBytes
    let found = try await sessions.events(id, query)
    var rows = found.events[...]
    // The event before the page only tells whether the first message began earlier.
    let earlier = rows.count > 1 && (rows.first?.row.sequence ?? 1) > 1 ? rows.popFirst() : nil
    let all = Transcript.messages(
      of: Array(rows), after: earlier, in: found.session, reachesHead: before == nil)
    let kept = Array(all.suffix(limit))
    let first = kept.first?.firstSequence ?? rows.last.map { $0.row.sequence + 1 } ?? 1
    return TranscriptPage(session: found.session, messages: kept, before: first > 1 ? first : nil)
  }

  /// Of how many events a page is made, where nothing else is asked for.
  public static let usualEvents = 2000
  private static let mostBytes = 1 << 20
}
