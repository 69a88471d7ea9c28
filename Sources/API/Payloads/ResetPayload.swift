public import JSON

/// Tells the client of a stream that its cursor names nothing in this journal, and where the stream begins instead.
public struct ResetPayload: Payload, Equatable {
  /// Why the cursor is not good.
  public var reason: String
  /// The journal epoch of what follows.
  public var journalEpoch: Int64
  /// The sequence that what follows comes after.
  public var head: Int64

  /// Makes a reset.
  public init(reason: String, journalEpoch: Int64, head: Int64) {
    self.reason = reason
    self.journalEpoch = journalEpoch
    self.head = head
  }

  /// Writes the reset.
  public func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.field("reason", reason)
      writer.field("journal_epoch", journalEpoch)
      writer.field("head", head)
    }
  }
}
