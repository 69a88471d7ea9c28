extension MemorySection {
  /// Off unless somebody switches it on; the public runtime has it on, so a file that says so is taken.
  static let extractor: [Setting] = [
    Setting("memory.extractor.enabled", .boolean, .boolean(false), .later(accepting: .boolean(true))),
    Setting("memory.extractor.mode", .choice("post_message"), .text("post_message"), .laterUnlessExtracting),
    Setting("memory.extractor.throttle_turns", .positive, .integer(1), .laterUnlessExtracting),
    Setting("memory.extractor.deadline", .positiveDuration, .duration(.seconds(60)), .laterUnlessExtracting),
    Setting("memory.extractor.sandbox_inbox_only", .boolean, .boolean(true), .laterUnlessExtracting),
    Setting("memory.extractor.inbox_path", .path(.path), .text("memory/_inbox"), .laterUnlessExtracting),
    Setting(
      "memory.extractor.dlq_path", .path(.path), .text("memory/_system/extractor/failures"), .laterUnlessExtracting),
    Setting("memory.extractor.model", .text(.any), .text(""), .laterUnlessExtracting),
    Setting("memory.extractor.queue.capacity", .positive, .integer(1), .laterUnlessExtracting),
    Setting("memory.extractor.queue.coalesce_max", .positive, .integer(16), .laterUnlessExtracting),
  ]

  static let dream: [Setting] = [
    Setting("memory.dream.enabled", .boolean, .boolean(true), .laterSwitch),
    Setting("memory.dream.agent", .text(.nonEmpty), .text("dreaming-curator"), .laterUnlessDreaming),
    Setting("memory.dream.min_hours", .aboveZero, .number(24), .laterUnlessDreaming),
    Setting("memory.dream.min_sessions", .positive, .integer(3), .laterUnlessDreaming),
    Setting("memory.dream.debounce", .positiveDuration, .duration(.seconds(600)), .laterUnlessDreaming),
    Setting("memory.dream.prompt_version", .text(.nonEmpty), .text("v1"), .laterUnlessDreaming),
    Setting("memory.dream.check_interval", .positiveDuration, .duration(.seconds(1800)), .laterUnlessDreaming),
    Setting("memory.dream.gates.min_unpromoted", .positive, .integer(5), .laterUnlessDreaming),
    Setting("memory.dream.gates.min_recall_count", .positive, .integer(2), .laterUnlessDreaming),
    Setting("memory.dream.gates.min_score", .share, .number(0.75), .laterUnlessDreaming),
    Setting("memory.dream.scoring.recency_half_life_days", .positive, .integer(14), .laterUnlessDreaming),
    Setting("memory.dream.scoring.weights.frequency", .share, .number(0.30), .laterUnlessDreaming),
    Setting("memory.dream.scoring.weights.relevance", .share, .number(0.35), .laterUnlessDreaming),
    Setting("memory.dream.scoring.weights.recency", .share, .number(0.20), .laterUnlessDreaming),
    Setting("memory.dream.scoring.weights.freshness", .share, .number(0.15), .laterUnlessDreaming),
  ]

  static let upkeep: [Setting] = [
    Setting("memory.session.ledger_format", .choice("jsonl"), .text("jsonl"), .laterUnlessMemory),
    Setting("memory.session.ledger_root", .path(.path), .text("sessions"), .laterUnlessMemory),
    Setting(
      "memory.session.events_purge_grace", .positiveDuration, .duration(.seconds(24 * 3600)), .laterUnlessMemory),
    Setting("memory.session.cold_archive_days", .zeroOrMore, .integer(30), .laterUnlessMemory),
    Setting("memory.session.hard_delete_days", .zeroOrMore, .integer(0), .laterUnlessMemory),
    Setting("memory.session.max_archive_bytes", .positive, .integer(10_737_418_240), .laterUnlessMemory),
    Setting("memory.session.unbound_partition", .text(.pathSegment), .text("_unbound"), .laterUnlessMemory),
    Setting("memory.daily.max_bytes", .positive, .integer(1_048_576), .laterUnlessMemory),
    Setting("memory.daily.max_lines", .positive, .integer(5000), .laterUnlessMemory),
    Setting("memory.daily.rotate_format", .text(.nonEmpty), .text("{date}.{seq}.md"), .laterUnlessMemory),
    Setting("memory.daily.dreaming_window", .positive, .integer(7), .laterUnlessMemory),
    Setting("memory.daily.cold_archive_days", .zeroOrMore, .integer(30), .laterUnlessMemory),
    Setting("memory.daily.hard_delete_days", .zeroOrMore, .integer(0), .laterUnlessMemory),
    Setting("memory.daily.max_archive_bytes", .positive, .integer(1_073_741_824), .laterUnlessMemory),
    Setting("memory.daily.sweep_hour", .integer(0...23), .integer(3), .laterUnlessMemory),
    Setting("memory.daily.archive_path", .text(.nonEmpty), .text("_system/archive"), .laterUnlessMemory),
    Setting("memory.file.max_lines", .positive, .integer(200), .laterUnlessMemory),
    Setting("memory.file.max_bytes", .positive, .integer(25_600), .laterUnlessMemory),
    Setting("memory.provider.name", .text(.any), .text(""), .laterUnlessMemory),
    Setting("memory.provider.timeout", .positiveDuration, .duration(.seconds(2)), .laterUnlessMemory),
    Setting("memory.provider.failure_threshold", .positive, .integer(5), .laterUnlessMemory),
    Setting("memory.provider.cooldown", .positiveDuration, .duration(.seconds(30)), .laterUnlessMemory),
    Setting(
      "memory.workspace.toml_path", .choice("<workspace>/.agh/workspace.toml"),
      .text("<workspace>/.agh/workspace.toml"), .later),
    Setting("memory.workspace.auto_create", .boolean, .boolean(true), .laterSwitch),
  ]
}

extension Setting.Support {
  fileprivate static let laterUnlessExtracting = Setting.Support.later(unless: "memory.extractor.enabled")
  fileprivate static let laterUnlessDreaming = Setting.Support.later(unless: "memory.dream.enabled")
}
