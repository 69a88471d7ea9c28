import JSON

/// One message of a transcript: what a person said, what an agent did in a turn, or a marker (contract: sessions §12.1).
public struct TranscriptMessage: Sendable {
  /// Who speaks.
  public enum Role: String, Sendable {
    case system, user, assistant
  }

  /// The id of the event, or of the turn; a turn that was interrupted by another message goes on as `turn-…-2`.
  public let id: String
  /// Who speaks.
  public let role: Role
  /// Whether the message began before the first event that was read for it.
  public internal(set) var isContinued = false
  /// The sequence of the first event that was read for it.
  public let firstSequence: Int64
  var parts: [TranscriptPart] = []

  init(id: String, role: Role, firstSequence: Int64) {
    self.id = id
    self.role = role
    self.firstSequence = firstSequence
  }

  /// The message as the API answers it.
  public var json: [UInt8] {
    var writer = JSONWriter()
    writer.object { writer in
      writer.field("id", id)
      writer.field("role", role.rawValue)
      if isContinued {
        writer.key("metadata")
        writer.object { $0.field("continued", true) }
      }
      writer.key("parts")
      writer.array { writer in
        for part in parts { part.write(to: &writer) }
      }
    }
    return writer.bytes
  }
}
