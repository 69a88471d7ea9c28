import Testing

/// Every key of `config.toml`, written down independently of the schema: from the public runtime's own listing of its
/// defaults, its rules, and our keys.
///
/// Columns: key | default | also taken | valid but not supported yet | against a rule | of another type. Values are
/// TOML, separated by `;`.
struct KeyCase: Sendable, CustomTestStringConvertible {
  let path: String
  let fallback: String
  let taken: [String]
  let notYet: [String]
  let invalid: [String]
  let otherType: [String]

  var testDescription: String { path }

  /// A document that sets the key, with its value in the second line.
  func document(_ value: String) -> String {
    let dot = path.lastIndex(of: ".") ?? path.startIndex
    return "[\(path[..<dot])]\n\(path[dot...].dropFirst()) = \(value)\n"
  }

  /// Where the value stands in `document`.
  var column: Int {
    path.count - (path.lastIndex(of: ".").map { path.distance(from: path.startIndex, to: $0) + 1 } ?? 0) + 4
  }

  static let all: [KeyCase] = table.split(separator: "\n").map { line in
    let columns = line.split(separator: "|", omittingEmptySubsequences: false).map { column in
      column.split(separator: ";").map { $0.trimmingBlanks }.filter { !$0.isEmpty }
    }
    return KeyCase(
      path: columns[0][0], fallback: columns[1][0], taken: columns[2], notYet: columns[3], invalid: columns[4],
      otherType: columns[5])
  }

  private static let table = #"""
    agents.heartbeat.active_session_only | true |  | false |  | "true" ; 1
    agents.heartbeat.allow_active_hours_preferences | true | false |  |  | "true" ; 1
    agents.heartbeat.context_projection_bytes | 4096 |  | 1 ; 32768 | 0 ; 32769 | "x" ; 1.5
    agents.heartbeat.default_interval | "30m0s" |  | "6m" | "0s" ; "1m" | 1 ; true
    agents.heartbeat.enabled | true | false |  |  | "true" ; 1
    agents.heartbeat.max_body_bytes | 32768 |  | 4096 ; 1048576 | 0 ; 4095 ; 1048577 | "x" ; 1.5
    agents.heartbeat.max_wakes_per_cycle | 25 |  | 1 | 0 ; -1 | "x" ; 1.5
    agents.heartbeat.min_interval | "5m0s" |  | "1s" ; "30m" | "0s" ; "31m" | 1 ; true
    agents.heartbeat.session_health_hook_min_interval | "1m0s" |  | "1ns" | "0s" | 1 ; true
    agents.heartbeat.session_health_stale_after | "2m0s" |  | "1ns" | "0s" | 1 ; true
    agents.heartbeat.wake_cooldown | "1m0s" |  | "1ns" | "0s" | 1 ; true
    agents.heartbeat.wake_event_retention | "168h0m0s" |  | "1h0m0s" | "59m" | 1 ; true
    agents.soul.context_projection_bytes | 2048 |  | 256 ; 32768 | 0 ; 255 ; 32769 | "x" ; 1.5
    agents.soul.enabled | true | false |  |  | "true" ; 1
    agents.soul.max_body_bytes | 32768 |  | 2048 ; 65536 | 0 ; 2047 | "x" ; 1.5
    automation.default_fire_limit.max | 12 |  | 1 | 0 | "x" ; 1.5
    automation.default_fire_limit.window | "1h0m0s" |  | "1ns" | "0s" ; "-1s" | 1 ; true
    automation.enabled | true | false |  |  | "true" ; 1
    automation.max_concurrent_jobs | 5 |  | 1 | 0 | "x" ; 1.5
    automation.timezone | "UTC" |  | "Europe/Berlin" | "" ; "No Where" | 1 ; true
    autonomy.coordinator.agent_name | "coordinator" | "y" |  | "" | 1 ; true
    autonomy.coordinator.default_ttl | "2h0m0s" | "1m" ; "24h" |  | "59s" ; "24h1s" | 1 ; true
    autonomy.coordinator.enabled | false |  | true |  | "true" ; 1
    autonomy.coordinator.max_active_sessions_per_workspace | 5 | 1 |  | 0 | "x" ; 1.5
    autonomy.coordinator.max_children | 5 | 1 |  | 0 ; 6 | "x" ; 1.5
    autonomy.coordinator.model | "" |  |  | "m" | 1 ; true
    autonomy.coordinator.provider | "" | "m" |  |  | 1 ; true
    autonomy.scheduler.event_after | 6 |  | 4 ; 10 | 3 ; 11 | "x" ; 1.5
    autonomy.scheduler.fan_out_after | 2 |  | 1 ; 4 | 0 ; 5 | "x" ; 1.5
    autonomy.scheduler.min_queued_age | "2m0s" |  | "1ns" | "0s" ; "-1s" | 1 ; true
    autonomy.scheduler.needs_attention_after | 10 |  | 6 | 5 | "x" ; 1.5
    autonomy.scheduler.spawn_after | 4 |  | 2 ; 6 | 0 ; 1 ; 7 | "x" ; 1.5
    daemon.detached_limit | "24h0m0s" | "1s" ; "8760h" |  | "0s" ; "999ms" | 1 ; true
    daemon.reload_timeouts.bridges | "30s" |  | "1s" ; "5m0s" | "999ms" ; "301s" | 1 ; true
    daemon.reload_timeouts.mcp | "10s" |  | "1s" ; "1m0s" | "999ms" ; "61s" ; "soon" ; "1d" | 1 ; true
    daemon.reload_timeouts.providers | "5s" |  | "1s" ; "1m0s" | "999ms" ; "61s" ; "soon" ; "1d" | 1 ; true
    daemon.shutdown_timeout | "25s" | "1s" ; "1h" |  | "0s" ; "999ms" ; "1h1s" ; "-1s" | 1 ; true
    daemon.socket | "/home/me/.agh/daemon.sock" | "/tmp/x.sock" ; "~/x.sock" ; "x.sock" |  | "" ; "  " | 1 ; true
    defaults.agent | "general" |  | "coder" | "" ; "  " | 1 ; true
    defaults.provider | "" | "rehearsal" ; "mine" |  | " " | 1 ; true
    defaults.sandbox | "" | "local" |  | "nope" | 1 ; true
    extensions.marketplace.base_url | "" |  |  | "http://127.0.0.1" ; "x" | 1 ; true
    extensions.marketplace.registry | "" |  | "github" | "x" | 1 ; true
    extensions.resources.allowed_kinds | [] |  | ["skill"] | ["x"] | "x" ; [1]
    extensions.resources.max_scope | "" |  | "global" | "x" | 1 ; true
    extensions.resources.operator_write_rate_limit.queue | 0 |  |  | -1 ; 1 | "x" ; 1.5
    extensions.resources.operator_write_rate_limit.requests | 0 |  |  | -1 ; 1 | "x" ; 1.5
    extensions.resources.operator_write_rate_limit.window | "0s" |  |  | "-1s" ; "1s" | 1 ; true
    extensions.resources.snapshot_rate_limit.queue | 0 |  |  | -1 ; 1 | "x" ; 1.5
    extensions.resources.snapshot_rate_limit.requests | 0 |  |  | -1 ; 1 | "x" ; 1.5
    extensions.resources.snapshot_rate_limit.window | "0s" |  |  | "-1s" ; "1s" | 1 ; true
    http.allowed_hosts | [] | ["agh.example"] ; ["a:8080", "b"] |  | [""] ; ["http://a"] ; ["a", "a"] | "x" ; [1]
    http.enabled | true | false |  |  | "true" ; 1
    http.host | "localhost" | "127.0.0.1" ; "::1" ; "0.0.0.0" ; "agh.example" |  | "" ; "a b" \#
    ; "http://x" | 1 ; true
    http.port | 2123 | 1 ; 65535 |  | 0 ; 65536 ; -1 | "x" ; 1.5
    limits.max_concurrent_agents | 20 | 1 ; 1000 |  | 0 ; -1 | "x" ; 1.5
    limits.spool_bytes | 268435456 | 67108864 ; 1073741824 |  | 67108863 ; 0 ; -1 | "x" ; 1.5
    log.compress_backups | false | true |  |  | "true" ; 1
    log.level | "info" | "debug" ; "warn" ; "error" ; "INFO" |  | "loud" ; "" | 1 ; true
    log.max_age_days | 30 | 0 ; 100 |  | -1 | "x" ; 1.5
    log.max_backups | 5 | 0 ; 100 |  | -1 | "x" ; 1.5
    log.max_size_mb | 10 | 1 ; 100 |  | 0 ; -1 | "x" ; 1.5
    memory.controller.default_op_on_fail | "noop" |  | "reject" | "x" | 1 ; true
    memory.controller.llm.enabled | true | false |  |  | "true" ; 1
    memory.controller.llm.max_tokens_out | 256 |  | 1 | 0 | "x" ; 1.5
    memory.controller.llm.model | "anthropic/claude-haiku-4" |  | "y" | "" | 1 ; true
    memory.controller.llm.prompt_version | "v1" |  | "y" | "" | 1 ; true
    memory.controller.llm.timeout | "250ms" |  | "1ns" | "0s" ; "-1s" | 1 ; true
    memory.controller.llm.top_k | 5 |  | 1 | 0 | "x" ; 1.5
    memory.controller.max_latency | "300ms" |  | "1ns" | "0s" ; "-1s" | 1 ; true
    memory.controller.mode | "hybrid" |  | "rules" ; "llm" | "x" | 1 ; true
    memory.controller.policy.allow_origins | ["cli", "http", "uds", "tool", "extractor", "dreaming", \#
    "file", "provider"] |  | ["cli"] | ["x"] \#
    ; [] ; ["cli", "cli"] | "x" ; [1]
    memory.controller.policy.max_content_chars | 4096 |  | 1 | 0 | "x" ; 1.5
    memory.controller.policy.max_writes_per_min | 60 |  | 1 | 0 | "x" ; 1.5
    memory.daily.archive_path | "_system/archive" |  | "y" | "" | 1 ; true
    memory.daily.cold_archive_days | 30 |  | 0 | -1 | "x" ; 1.5
    memory.daily.dreaming_window | 7 |  | 1 | 0 | "x" ; 1.5
    memory.daily.hard_delete_days | 0 |  | 1 | -1 | "x" ; 1.5
    memory.daily.max_archive_bytes | 1073741824 |  | 1 | 0 | "x" ; 1.5
    memory.daily.max_bytes | 1048576 |  | 1 | 0 | "x" ; 1.5
    memory.daily.max_lines | 5000 |  | 1 | 0 | "x" ; 1.5
    memory.daily.rotate_format | "{date}.{seq}.md" |  | "y" | "" | 1 ; true
    memory.daily.sweep_hour | 3 |  | 0 ; 23 | 24 ; -1 | "x" ; 1.5
    memory.decisions.keep_audit_summary | true | false |  |  | "true" ; 1
    memory.decisions.max_post_content_bytes | 65536 |  | 1 | 0 | "x" ; 1.5
    memory.decisions.prune_after_applied_days | 90 |  | 0 | -1 | "x" ; 1.5
    memory.dream.agent | "dreaming-curator" |  | "y" | "" | 1 ; true
    memory.dream.check_interval | "30m0s" |  | "1ns" | "0s" ; "-1s" | 1 ; true
    memory.dream.debounce | "10m0s" |  | "1ns" | "0s" ; "-1s" | 1 ; true
    memory.dream.enabled | true | false |  |  | "true" ; 1
    memory.dream.gates.min_recall_count | 2 |  | 1 | 0 | "x" ; 1.5
    memory.dream.gates.min_score | 0.75 |  | 0 ; 1.0 | 2.0 ; -0.1 | "x"
    memory.dream.gates.min_unpromoted | 5 |  | 1 | 0 | "x" ; 1.5
    memory.dream.min_hours | 24 |  | 0.5 ; 48 | 0 ; -1 | "x"
    memory.dream.min_sessions | 3 |  | 1 | 0 | "x" ; 1.5
    memory.dream.prompt_version | "v1" |  | "y" | "" | 1 ; true
    memory.dream.scoring.recency_half_life_days | 14 |  | 1 | 0 | "x" ; 1.5
    memory.dream.scoring.weights.frequency | 0.3 |  |  | 1.5 ; -0.1 ; 0.9 | "x"
    memory.dream.scoring.weights.freshness | 0.15 |  |  | 1.5 ; -0.1 ; 0.9 | "x"
    memory.dream.scoring.weights.recency | 0.2 |  |  | 1.5 ; -0.1 ; 0.9 | "x"
    memory.dream.scoring.weights.relevance | 0.35 |  |  | 1.5 ; -0.1 ; 0.9 | "x"
    memory.enabled | true | false |  |  | "true" ; 1
    memory.extractor.deadline | "1m0s" | "1ns" |  | "0s" ; "-1s" | 1 ; true
    memory.extractor.dlq_path | "/home/me/.agh/memory/_system/extractor/failures" | "/x" |  | "" | 1 ; true
    memory.extractor.enabled | false | true |  |  | "true" ; 1
    memory.extractor.inbox_path | "/home/me/.agh/memory/_inbox" | "/home/me/.agh/memory/_inbox" \#
    ; "/x" |  | "" | 1 ; true
    memory.extractor.mode | "post_message" |  |  | "x" | 1 ; true
    memory.extractor.model | "" | "m" |  |  | 1 ; true
    memory.extractor.queue.capacity | 1 | 2 |  | 0 | "x" ; 1.5
    memory.extractor.queue.coalesce_max | 16 | 1 |  | 0 | "x" ; 1.5
    memory.extractor.sandbox_inbox_only | true | false |  |  | "true" ; 1
    memory.extractor.throttle_turns | 1 | 16 |  | 0 ; 17 | "x" ; 1.5
    memory.file.max_bytes | 25600 |  | 1 | 0 | "x" ; 1.5
    memory.file.max_lines | 200 |  | 1 | 0 | "x" ; 1.5
    memory.global_dir | "/home/me/.agh/memory" | "" ; "memory" ; "./memory/" | "/x" |  | 1 ; true
    memory.provider.cooldown | "30s" |  | "1ns" | "0s" ; "-1s" | 1 ; true
    memory.provider.failure_threshold | 5 |  | 1 | 0 | "x" ; 1.5
    memory.provider.name | "" |  | "m" |  | 1 ; true
    memory.provider.timeout | "2s" |  | "1ns" | "0s" ; "-1s" | 1 ; true
    memory.recall.freshness.banner_after_days | 1 |  | 0 | -1 | "x" ; 1.5
    memory.recall.fusion | "weighted" |  | "rrf" | "x" | 1 ; true
    memory.recall.include_already_surfaced | false |  | true |  | "true" ; 1
    memory.recall.include_system | false |  | true |  | "true" ; 1
    memory.recall.raw_candidates | 50 |  | 5 | 0 ; 1 | "x" ; 1.5
    memory.recall.signals.metrics_enabled | true | false |  |  | "true" ; 1
    memory.recall.signals.queue_capacity | 256 |  | 1 | 0 | "x" ; 1.5
    memory.recall.signals.worker_retry_max | 3 |  | 0 | -1 | "x" ; 1.5
    memory.recall.top_k | 5 |  | 1 ; 50 | 0 ; 51 | "x" ; 1.5
    memory.recall.weights.bm25_trigram | 0.2 |  |  | 1.5 ; -0.1 ; 0.9 | "x"
    memory.recall.weights.bm25_unicode | 0.55 |  |  | 1.5 ; -0.1 ; 0.9 | "x"
    memory.recall.weights.recall_signal | 0.1 |  |  | 1.5 ; -0.1 ; 0.9 | "x"
    memory.recall.weights.recency | 0.15 |  |  | 1.5 ; -0.1 ; 0.9 | "x"
    memory.session.cold_archive_days | 30 |  | 0 | -1 | "x" ; 1.5
    memory.session.events_purge_grace | "24h0m0s" |  | "1ns" | "0s" ; "-1s" | 1 ; true
    memory.session.hard_delete_days | 0 |  | 1 | -1 | "x" ; 1.5
    memory.session.ledger_format | "jsonl" |  |  | "x" | 1 ; true
    memory.session.ledger_root | "/home/me/.agh/sessions" |  | "/x" | "" | 1 ; true
    memory.session.max_archive_bytes | 10737418240 |  | 1 | 0 | "x" ; 1.5
    memory.session.unbound_partition | "_unbound" |  | "other" | "a/b" ; "" ; ".." | 1 ; true
    memory.workspace.auto_create | true | false |  |  | "true" ; 1
    memory.workspace.toml_path | "<workspace>/.agh/workspace.toml" |  |  | "x" | 1 ; true
    model_catalog.sources.models_dev.enabled | true | false |  |  | "true" ; 1
    model_catalog.sources.models_dev.endpoint | "https://models.dev/api.json" |  | "https://m.example/x" | "x" \#
    ; "" ; "ftp://x" | 1 ; true
    model_catalog.sources.models_dev.timeout | "10s" |  | "1ns" | "0s" ; "-1s" | 1 ; true
    model_catalog.sources.models_dev.ttl | "24h" |  | "1ns" | "0s" ; "-1s" | 1 ; true
    network.default_channel | "default" |  | "a_b-1" | "Bad Name" ; "" ; "-a" | 1 ; true
    network.enabled | true | false |  |  | "true" ; 1
    network.greet_interval | 30 |  | 1 | 0 | "x" ; 1.5
    network.max_payload | 1048576 |  | 1 ; 2147483647 | 0 ; 2147483648 | "x" ; 1.5
    network.max_queue_depth | 100 |  | 1 | 0 | "x" ; 1.5
    network.max_replay_age | 300 |  | 1 | 0 | "x" ; 1.5
    network.port | -1 |  | 1 ; 65535 | 0 ; 65536 ; -2 | "x" ; 1.5
    observability.agent_probe_timeout | "2s" | "0s" | "1s" | "-1s" | 1 ; true
    observability.enabled | true | false |  |  | "true" ; 1
    observability.max_global_bytes | 1073741824 |  | 1 | 0 | "x" ; 1.5
    observability.retention_days | 7 | 0 | 1 ; 365 | -1 | "x" ; 1.5
    observability.transcripts.enabled | true | false |  |  | "true" ; 1
    observability.transcripts.max_bytes_per_session | 268435456 |  | 1 | 0 | "x" ; 1.5
    observability.transcripts.segment_bytes | 1048576 |  | 1 | 0 | "x" ; 1.5
    permissions.mode | "approve-all" | "deny-all" ; "approve-reads" |  | "x" ; "" ; "Deny-All" | 1 ; true
    permissions.request_timeout | "0s" | "1s" ; "168h" |  | "-1s" | 1 ; true
    session.busy_input.default_mode | "queue" | "" | "interrupt" ; "steer" | "x" | 1 ; true
    session.busy_input.max_text_bytes | 65536 | 0 ; 512 ; 1048576 |  | 511 ; 1048577 | "x" ; 1.5
    session.busy_input.queue_cap | 10 | 0 ; 1 ; 1000 |  | -1 ; 1001 | "x" ; 1.5
    session.limits.start_timeout | "2m0s" | "1ms" ; "1h" |  | "0s" ; "-1s" | 1 ; true
    session.limits.timeout | "0s" |  | "1s" | "-1s" | 1 ; true
    session.supervision.activity_heartbeat_interval | "30s" | "1ns" ; "1h" |  | "0s" ; "-1s" | 1 ; true
    session.supervision.inactivity_timeout | "30m0s" | "0s" ; "1h" |  | "-1s" ; "10m" | 1 ; true
    session.supervision.inactivity_warning_after | "15m0s" | "0s" ; "1s" |  | "-1s" ; "45m" | 1 ; true
    session.supervision.progress_notify_interval | "10m0s" | "0s" ; "1s" |  | "-1s" | 1 ; true
    session.supervision.prompt_deadline | "0s" | "1s" |  | "-1s" | 1 ; true
    session.supervision.timeout_cancel_grace | "30s" | "1ns" ; "1h" |  | "0s" ; "-1s" | 1 ; true
    skills.allowed_marketplace_hooks | [] |  | ["a"] | [""] | "x" ; [1]
    skills.allowed_marketplace_mcp | [] |  | ["a"] | [""] | "x" ; [1]
    skills.disabled_skills | [] | ["a", "b"] |  | [""] | "x" ; [1]
    skills.enabled | true | false |  |  | "true" ; 1
    skills.marketplace.base_url | "" |  |  | "http://127.0.0.1" ; "x" | 1 ; true
    skills.marketplace.registry | "" | "clawhub" |  | "x" | 1 ; true
    skills.poll_interval | "3s" |  | "1ns" | "0s" ; "-1s" | 1 ; true
    task.orchestration.bridge_notification_timeout | "10s" |  | "1s" | "0s" ; "1500ms" | 1 ; true
    task.orchestration.context_body_max_bytes | 8192 |  | 1 | 0 | "x" ; 1.5
    task.orchestration.context_prior_attempts | 5 |  | 0 | -1 | "x" ; 1.5
    task.orchestration.context_recent_events | 50 |  | 0 | -1 | "x" ; 1.5
    task.orchestration.default_max_runtime | "0s" |  | "1s" ; "24h" | "25h" ; "1500ms" ; "-1s" | 1 ; true
    task.orchestration.profile.allow_task_provider_override | true | false |  |  | "true" ; 1
    task.orchestration.profile.allow_task_sandbox_none | true | false |  |  | "true" ; 1
    task.orchestration.profile.default_coordinator_mode | "inherit" |  | "guided" | "x" | 1 ; true
    task.orchestration.profile.default_sandbox_mode | "inherit" |  | "none" | "x" | 1 ; true
    task.orchestration.profile.default_worker_mode | "inherit" |  |  | "x" | 1 ; true
    task.orchestration.review.default_policy | "none" |  | "on_success" ; "on_failure" ; "always" | "x" | 1 ; true
    task.orchestration.review.failure_policy | "block_task" |  | "fail_task" | "x" | 1 ; true
    task.orchestration.review.max_review_attempts | 2 |  | 1 | 0 | "x" ; 1.5
    task.orchestration.review.max_rounds | 3 |  | 1 | 0 | "x" ; 1.5
    task.orchestration.review.missing_work_item_max_bytes | 512 |  | 1 | 0 | "x" ; 1.5
    task.orchestration.review.missing_work_max_items | 20 |  | 1 | 0 | "x" ; 1.5
    task.orchestration.review.next_round_guidance_max_bytes | 4096 |  | 1 | 0 | "x" ; 1.5
    task.orchestration.review.rapid_terminal_limit | 3 |  | 1 | 0 | "x" ; 1.5
    task.orchestration.review.rapid_terminal_window | "2m0s" |  | "1s" | "0s" ; "1500ms" | 1 ; true
    task.orchestration.review.reason_max_bytes | 2048 |  | 1 | 0 | "x" ; 1.5
    task.orchestration.review.review_text_max_bytes | 12000 |  | 1 | 0 | "x" ; 1.5
    task.orchestration.review.timeout | "20m0s" |  | "1s" | "0s" ; "1500ms" | 1 ; true
    task.orchestration.scheduler_bad_tick_cooldown | "5m0s" |  | "1s" | "0s" ; "1500ms" | 1 ; true
    task.orchestration.scheduler_bad_tick_threshold | 6 |  | 1 | 0 | "x" ; 1.5
    task.orchestration.spawn_failure_limit | 5 |  | 1 | 0 | "x" ; 1.5
    task.orchestration.summary_max_bytes | 4096 |  | 1 | 0 | "x" ; 1.5
    task.recovery.allow_agent_force | true | false |  |  | "true" ; 1
    tools.default_max_result_bytes | 262144 |  | 0 ; 16777216 | -1 ; 16777217 | "x" ; 1.5
    tools.enabled | true | false |  |  | "true" ; 1
    tools.hosted_mcp.bind_nonce_ttl_seconds | 30 |  | 1 ; 300 | 0 ; 301 | "x" ; 1.5
    tools.hosted_mcp_enabled | true | false |  |  | "true" ; 1
    tools.policy.approval_timeout_seconds | 120 |  | 1 ; 600 | 0 ; 601 | "x" ; 1.5
    tools.policy.external_default | "disabled" |  | "ask" ; "enabled" | "x" | 1 ; true
    tools.policy.trusted_sources | [] |  | ["extension:a"] | ["mcp:x"] ; ["x"] ; [" mcp:x"] ; ["foo:x"] \#
    ; ["extension:X"] ; ["extension:x", "extension:x"] ; [""] | "x" ; [1]
    """#
}

extension Substring {
  fileprivate var trimmingBlanks: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
