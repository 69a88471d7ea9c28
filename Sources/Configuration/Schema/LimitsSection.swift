/// `[limits]`
enum LimitsSection {
  static let maxConcurrentAgents = Key(
    "limits.max_concurrent_agents", .integer(1...100_000), 20, "How many agents may run at once.")
  static let spoolBytes = Key(
    "limits.spool_bytes", .integer((64 << 20)...(1 << 50)), 256 << 20,
    "How much unread output of one agent is kept, in bytes; an agent that is further ahead waits.")

  static let settings = [maxConcurrentAgents.setting, spoolBytes.setting]
}
