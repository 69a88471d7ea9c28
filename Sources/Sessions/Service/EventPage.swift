public import Journal

/// A page of events with what is needed to show them.
public struct EventPage: Sendable, Equatable {
  /// The session as it is now.
  public var session: SessionSnapshot
  /// The events, in ascending sequence.
  public var events: [EventView]

  /// Makes a page.
  public init(session: SessionSnapshot, events: [EventView]) {
    self.session = session
    self.events = events
  }
}

/// One event with its id.
public struct EventView: Sendable, Equatable {
  /// `ev-` and 16 hex digits, derived from journal epoch and sequence.
  public var id: String
  /// The journal epoch its sequence belongs to; part of the cursor when it is not 0.
  public var journalEpoch: Int64
  /// The event itself.
  public var row: EventRow

  /// Makes a view.
  public init(id: String, journalEpoch: Int64, row: EventRow) {
    self.id = id
    self.journalEpoch = journalEpoch
    self.row = row
  }
}
