import Journal
import Sessions

/// A place in a session's events as clients see it: the plain sequence in journal epoch 0, `sequence.epoch` later.
struct EventCursor: Equatable, CustomStringConvertible {
  var sequence: Int64
  var journalEpoch: Int64

  /// Reads a cursor; nil for anything else, negative numbers included.
  init?(_ text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count <= 2, let sequence = parts.first.flatMap(Self.number) else { return nil }
    self.sequence = sequence
    journalEpoch = 0
    guard parts.count == 2 else { return }
    guard let epoch = Self.number(parts[1]) else { return nil }
    journalEpoch = epoch
  }

  /// The place of an event.
  init(_ event: EventView) {
    sequence = event.row.sequence
    journalEpoch = event.journalEpoch
  }

  var description: String { journalEpoch == 0 ? String(sequence) : "\(sequence).\(journalEpoch)" }

  private static func number(_ text: Substring) -> Int64? {
    text.utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 } ? Int64(text) : nil
  }
}
