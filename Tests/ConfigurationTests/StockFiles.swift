/// Configuration files of the public runtime, as it writes them and as its users do.
enum StockFiles {
  /// What tests of sessions add to their file: a short queue, an impatient supervision, a deadline.
  static let sessionParts = [
    """

    [session.busy_input]
    queue_cap = 3
    max_text_bytes = 512

    [session.supervision]
    timeout_cancel_grace = "3s"
    """,
    """

    [session.supervision]
    activity_heartbeat_interval = "500ms"
    progress_notify_interval = "1s"
    inactivity_warning_after = "2s"
    inactivity_timeout = "4s"
    timeout_cancel_grace = "2s"
    """,
    """

    [session.supervision]
    activity_heartbeat_interval = "500ms"
    prompt_deadline = "2s"
    timeout_cancel_grace = "2s"
    """,
  ]

  /// What the public runtime leaves after every key was set to its default; `$AGH_HOME` stands for the home.
  static let everyDefault = """
    [agents.heartbeat]
    active_session_only = true
    allow_active_hours_preferences = true
    context_projection_bytes = 4096
    default_interval = "30m0s"
    enabled = true
    max_body_bytes = 32768
    max_wakes_per_cycle = 25
    min_interval = "5m0s"
    session_health_hook_min_interval = "1m0s"
    session_health_stale_after = "2m0s"
    wake_cooldown = "1m0s"
    wake_event_retention = "168h0m0s"

    [agents.soul]
    context_projection_bytes = 2048
    enabled = true
    max_body_bytes = 32768

    [automation]
    enabled = true
    max_concurrent_jobs = 5
    timezone = "UTC"

    [daemon.reload_timeouts]
    bridges = "30s"
    mcp = "10s"
    providers = "5s"

    [daemon]
    socket = "$AGH_HOME/daemon.sock"

    [defaults]
    agent = "general"

    [http]
    host = "localhost"
    port = 2123

    [limits]
    max_concurrent_agents = 20

    [log]
    compress_backups = false
    level = "info"
    max_age_days = 30
    max_backups = 5
    max_size_mb = 10

    [memory.controller]
    default_op_on_fail = "noop"
    max_latency = "300ms"
    mode = "hybrid"

    [memory.controller.llm]
    enabled = true
    max_tokens_out = 256
    model = "anthropic/claude-haiku-4"
    prompt_version = "v1"
    timeout = "250ms"
    top_k = 5

    [memory.controller.policy]
    max_content_chars = 4096
    max_writes_per_min = 60

    [memory.daily]
    archive_path = "_system/archive"
    cold_archive_days = 30
    dreaming_window = 7
    hard_delete_days = 0
    max_archive_bytes = 1073741824
    max_bytes = 1048576
    max_lines = 5000
    rotate_format = "{date}.{seq}.md"
    sweep_hour = 3

    [memory.decisions]
    keep_audit_summary = true
    max_post_content_bytes = 65536
    prune_after_applied_days = 90

    [memory.dream]
    agent = "dreaming-curator"
    check_interval = "30m0s"
    debounce = "10m0s"
    enabled = true
    min_hours = 24.0
    min_sessions = 3
    prompt_version = "v1"

    [memory.dream.gates]
    min_recall_count = 2
    min_score = 0.75
    min_unpromoted = 5

    [memory.dream.scoring]
    recency_half_life_days = 14

    [memory.dream.scoring.weights]
    frequency = 0.3
    freshness = 0.15
    recency = 0.2
    relevance = 0.35

    [memory]
    enabled = true
    global_dir = "$AGH_HOME/memory"

    [memory.extractor]
    deadline = "1m0s"
    dlq_path = "$AGH_HOME/memory/_system/extractor/failures"
    enabled = true
    inbox_path = "$AGH_HOME/memory/_inbox"
    mode = "post_message"
    model = ""
    sandbox_inbox_only = true
    throttle_turns = 1

    [memory.extractor.queue]
    capacity = 1
    coalesce_max = 16

    [memory.file]
    max_bytes = 25600
    max_lines = 200

    [memory.provider]
    cooldown = "30s"
    failure_threshold = 5
    name = ""
    timeout = "2s"

    [memory.recall.freshness]
    banner_after_days = 1

    [memory.recall]
    fusion = "weighted"
    include_already_surfaced = false
    include_system = false
    raw_candidates = 50
    top_k = 5

    [memory.recall.signals]
    metrics_enabled = true
    queue_capacity = 256
    worker_retry_max = 3

    [memory.recall.weights]
    bm25_trigram = 0.2
    bm25_unicode = 0.55
    recall_signal = 0.1
    recency = 0.15

    [memory.session]
    cold_archive_days = 30
    events_purge_grace = "24h0m0s"
    hard_delete_days = 0
    ledger_format = "jsonl"
    ledger_root = "$AGH_HOME/sessions"
    max_archive_bytes = 10737418240
    unbound_partition = "_unbound"

    [memory.workspace]
    auto_create = true

    [model_catalog.sources.models_dev]
    enabled = true
    endpoint = "https://models.dev/api.json"
    timeout = "10s"
    ttl = "24h"

    [network]
    default_channel = "default"
    enabled = true
    greet_interval = 30
    max_payload = 1048576
    max_queue_depth = 100
    max_replay_age = 300

    [observability]
    enabled = true
    max_global_bytes = 1073741824
    retention_days = 7

    [observability.transcripts]
    enabled = true
    max_bytes_per_session = 268435456
    segment_bytes = 1048576

    [permissions]
    mode = "approve-all"

    [session.supervision]
    activity_heartbeat_interval = "30s"
    inactivity_timeout = "30m0s"
    inactivity_warning_after = "15m0s"
    progress_notify_interval = "10m0s"
    timeout_cancel_grace = "30s"

    [skills]
    enabled = true
    poll_interval = "3s"
    """

  /// A file with providers, credentials, hooks, MCP servers and a skill registry.
  static let working = #"""
    [http]
    host = "localhost"
    port = 40000

    [defaults]
    provider = "flood"
    agent = "general"
    sandbox = ""

    [model_catalog.sources.models_dev]
    enabled = false

    [skills.marketplace]
    registry = "clawhub"
    base_url = "http://127.0.0.1:40001/reg"

    [providers.flood]
    command = "python3 /here/floodagent.py"
    auth_mode = "none"
    none_security = "local_transport"

    [providers.envp]
    command = "python3 /here/floodagent.py"
    auth_mode = "bound_secret"

    [[providers.envp.credential_slots]]
    name = "api_key"
    target_env = "ENVP_API_KEY"
    secret_ref = "env:REC_SECRET_VALUE"
    kind = "api_key"
    required = true

    [providers.plainp]
    command = "python3 /here/floodagent.py"
    auth_mode = "bound_secret"

    [[providers.plainp.credential_slots]]
    name = "api_key"
    target_env = "PLAINP_API_KEY"
    secret_ref = "env:REC_PLAIN"
    kind = "api_key"
    required = true

    [providers.vaultp]
    command = "python3 /here/floodagent.py"
    auth_mode = "bound_secret"

    [[providers.vaultp.credential_slots]]
    name = "api_key"
    target_env = "VAULTP_API_KEY"
    secret_ref = "vault:providers/vaultp/api_key"
    kind = "api_key"
    required = true

    [providers.gone]
    command = "no-such-cli-anywhere acp"

    [providers.probe-ok]
    command = "python3 /here/floodagent.py"
    auth_status_command = "echo logged in"
    auth_login_command = "echo logging in"

    [providers.probe-rate]
    command = "python3 /here/floodagent.py"
    auth_status_command = "sh -c 'echo rate limit; exit 1'"
    auth_login_command = "echo logging in"

    [[hooks.declarations]]
    name = "cap-session-post_create"
    event = "session.post_create"
    mode = "async"
    command = "python3"
    args = ["/root/hook.py"]

    [[hooks.declarations]]
    name = "gate"
    event = "input.pre_submit"
    mode = "sync"
    command = "python3"
    args = ["/root/hook.py"]
    priority = 5
    timeout = "2s"
    metadata = { owner = "ops" }

    [[hooks.declarations]]
    name = "gate-message-required"
    event = "message.end"
    mode = "sync"
    command = "python3"
    args = ["/root/hook.py", "required"]
    priority = 1
    required = true

    [[hooks.declarations]]
    name = "matched"
    event = "turn.start"
    mode = "async"
    command = "python3"
    args = ["/root/hook.py", "m"]
    matcher = { agent_name = "rev*" }

    [[mcp_servers]]
    name = "stub"
    command = "python3"
    args = ["/root/mcp_stub.py"]

    [[mcp_servers]]
    name = "missing"
    command = "no-such-mcp"

    [[mcp_servers]]
    name = "remote"
    transport = "http"
    url = "http://127.0.0.1:40001/mcp"

    [mcp_servers.auth]
    type = "oauth2_pkce"
    issuer_url = "http://127.0.0.1:40001"
    client_id = "client-1"
    scopes = ["read"]
    """#

  /// The file of a session test.
  static let sessions = """
    [http]
    host = "localhost"
    port = 40000

    [defaults]
    provider = "probe"

    [memory.extractor]
    enabled = false

    [providers.probe]
    command = "python3 /here/sessions.py --agent probe /log"
    auth_mode = "none"
    none_security = "local_transport"

    [providers.missing]
    command = "/nonexistent/agent --acp"
    auth_mode = "none"
    none_security = "local_transport"
    """
}
