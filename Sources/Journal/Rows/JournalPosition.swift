/// An event's place in a journal.
public struct JournalPosition: Hashable, Comparable, Sendable {
  /// The journal epoch.
  public var epoch: Int64
  /// The sequence of the event.
  public var sequence: Int64

  /// The place of the event of that sequence.
  public init(epoch: Int64, sequence: Int64) {
    self.epoch = epoch
    self.sequence = sequence
  }

  /// Orders places as they were written.
  public static func < (left: JournalPosition, right: JournalPosition) -> Bool {
    (left.epoch, left.sequence) < (right.epoch, right.sequence)
  }
}
