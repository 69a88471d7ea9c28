/// `[observability]`
enum ObservabilitySection {
  static let settings: [Setting] = [
    Setting("observability.enabled", .boolean, .boolean(true), .laterSwitch),
    Setting("observability.retention_days", .zeroOrMore, .integer(7), .later(accepting: .integer(0))),
    Setting("observability.max_global_bytes", .positive, .integer(1 << 30), .laterUnlessObserving),
    Setting(
      "observability.agent_probe_timeout", .anyDuration, .duration(.seconds(2)), .later(accepting: .duration(.zero))),
    Setting("observability.transcripts.enabled", .boolean, .boolean(true), .laterSwitch),
    Setting(
      "observability.transcripts.segment_bytes", .positive, .integer(1 << 20),
      .later(unless: "observability.transcripts.enabled")),
    Setting(
      "observability.transcripts.max_bytes_per_session", .positive, .integer(256 << 20),
      .later(unless: "observability.transcripts.enabled")),
  ]
}

extension Setting.Support {
  fileprivate static let laterUnlessObserving = Setting.Support.later(unless: "observability.enabled")
}
