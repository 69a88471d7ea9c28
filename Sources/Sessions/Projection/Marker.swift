import JSON
public import Journal

/// A marker of the daemon in a session's events (contract: sessions §6.3).
public struct Marker: Sendable, Equatable {
  /// What it tells of, like `transcript_marker.prompt_timeout`.
  public let kind: String
  /// The contract's object: kind, time, summary and evidence, as JSON.
  public let json: [UInt8]

  /// The marker of an event; nil for any other event.
  public init?(_ row: EventRow) {
    guard row.type == .marker else { return nil }
    let fields = EventFields(row)
    guard let raw = fields["raw"], let kind = fields.value("raw")?["kind"]?.string else { return nil }
    self.kind = kind
    json = raw
  }

  /// How many of some markers, in ascending order, tell of trouble that is not over: a recovery ends all before it.
  public static func pending(_ markers: [Marker]) -> Int {
    let sinceRecovery = markers.reversed().prefix { $0.kind != "transcript_marker.session_recovered" }
    return sinceRecovery.count { trouble.contains($0.kind) }
  }

  private static let trouble = ["transcript_marker.session_unhealthy", "transcript_marker.prompt_timeout"]
}
