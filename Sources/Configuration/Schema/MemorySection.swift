/// `[memory]`: what recalls, decides and keeps; see `MemorySection+Upkeep.swift` for extraction, dreams and files.
enum MemorySection {
  static let settings = base + controller + recall + extractor + dream + upkeep

  static let crossRules = [
    CrossRule("memory.controller.mode", "memory.controller.llm.enabled") { settings in
      guard settings["memory.controller.mode"] == .text("llm"),
        settings["memory.controller.llm.enabled"] == .boolean(false)
      else { return nil }
      return "may be \"llm\" only while memory.controller.llm.enabled is true"
    },
    CrossRule.atMost("memory.recall.top_k", "memory.recall.raw_candidates"),
    CrossRule.sumIsOne("memory.recall.weights", ["bm25_unicode", "bm25_trigram", "recency", "recall_signal"]),
    CrossRule.atMost("memory.extractor.throttle_turns", "memory.extractor.queue.coalesce_max"),
    CrossRule.sumIsOne("memory.dream.scoring.weights", ["frequency", "relevance", "recency", "freshness"]),
  ]

  private static let base: [Setting] = [
    Setting("memory.enabled", .boolean, .boolean(true), .laterSwitch),
    Setting("memory.global_dir", .path(.optionalPath), .text("memory"), .laterUnlessMemory),
  ]

  private static let controller: [Setting] = [
    Setting("memory.controller.mode", .choice("hybrid", "rules", "llm"), .text("hybrid"), .laterUnlessMemory),
    Setting("memory.controller.max_latency", .positiveDuration, .duration(.milliseconds(300)), .laterUnlessMemory),
    Setting("memory.controller.default_op_on_fail", .choice("noop", "reject"), .text("noop"), .laterUnlessMemory),
    Setting("memory.controller.llm.enabled", .boolean, .boolean(true), .laterSwitch),
    Setting(
      "memory.controller.llm.model", .text(.nonEmpty), .text("anthropic/claude-haiku-4"),
      .later(unless: "memory.controller.llm.enabled")),
    Setting(
      "memory.controller.llm.top_k", .positive, .integer(5), .later(unless: "memory.controller.llm.enabled")),
    Setting(
      "memory.controller.llm.prompt_version", .text(.nonEmpty), .text("v1"),
      .later(unless: "memory.controller.llm.enabled")),
    Setting(
      "memory.controller.llm.timeout", .positiveDuration, .duration(.milliseconds(250)),
      .later(unless: "memory.controller.llm.enabled")),
    Setting(
      "memory.controller.llm.max_tokens_out", .positive, .integer(256),
      .later(unless: "memory.controller.llm.enabled")),
    Setting("memory.controller.policy.max_content_chars", .positive, .integer(4096), .laterUnlessMemory),
    Setting("memory.controller.policy.max_writes_per_min", .positive, .integer(60), .laterUnlessMemory),
    Setting(
      "memory.controller.policy.allow_origins", .texts(.oneOf(origins), mayBeEmpty: false), .texts(origins),
      .laterUnlessMemory),
  ]

  private static let recall: [Setting] = [
    Setting("memory.recall.top_k", .positive, .integer(5), .laterUnlessMemory),
    Setting("memory.recall.raw_candidates", .positive, .integer(50), .laterUnlessMemory),
    Setting("memory.recall.fusion", .choice("weighted", "rrf"), .text("weighted"), .laterUnlessMemory),
    Setting("memory.recall.include_already_surfaced", .boolean, .boolean(false), .laterUnlessMemory),
    Setting("memory.recall.include_system", .boolean, .boolean(false), .laterUnlessMemory),
    Setting("memory.recall.weights.bm25_unicode", .share, .number(0.55), .laterUnlessMemory),
    Setting("memory.recall.weights.bm25_trigram", .share, .number(0.20), .laterUnlessMemory),
    Setting("memory.recall.weights.recency", .share, .number(0.15), .laterUnlessMemory),
    Setting("memory.recall.weights.recall_signal", .share, .number(0.10), .laterUnlessMemory),
    Setting("memory.recall.freshness.banner_after_days", .zeroOrMore, .integer(1), .laterUnlessMemory),
    Setting("memory.recall.signals.queue_capacity", .positive, .integer(256), .laterUnlessMemory),
    Setting("memory.recall.signals.worker_retry_max", .zeroOrMore, .integer(3), .laterUnlessMemory),
    Setting("memory.recall.signals.metrics_enabled", .boolean, .boolean(true), .laterSwitch),
    Setting("memory.decisions.prune_after_applied_days", .zeroOrMore, .integer(90), .laterUnlessMemory),
    Setting("memory.decisions.keep_audit_summary", .boolean, .boolean(true), .laterSwitch),
    Setting("memory.decisions.max_post_content_bytes", .positive, .integer(65_536), .laterUnlessMemory),
  ]

  private static let origins = ["cli", "http", "uds", "tool", "extractor", "dreaming", "file", "provider"]
}

extension Setting.Support {
  static let laterUnlessMemory = Setting.Support.later(unless: "memory.enabled")
}
