import Home
import JSON
import Journal
import Platform

/// The `usage` of an event: snake case, with the turn and the time that its row has.
enum UsageProjection {
  /// Both spellings are read, ours and the Go names of the public runtime; nulls are left out.
  static func json(_ stored: JSONValue, _ row: EventRow) -> JSONValue {
    var usage = JSONObject()
    usage["turn_id"] = row.turn.map { .string($0.text) }
    for (name, goName) in names {
      guard let value = stored[name] ?? stored[goName], !value.isNull else { continue }
      usage[name] = value
    }
    usage["timestamp"] = .string(WallTime(nanoseconds: row.time).rfc3339)
    return .object(usage)
  }

  private static let names = [
    ("input_tokens", "InputTokens"), ("output_tokens", "OutputTokens"), ("total_tokens", "TotalTokens"),
    ("thought_tokens", "ThoughtTokens"), ("cache_read_tokens", "CacheReadTokens"),
    ("cache_write_tokens", "CacheWriteTokens"), ("context_used", "ContextUsed"), ("context_size", "ContextSize"),
    ("cost_amount", "CostAmount"), ("cost_currency", "CostCurrency"),
  ]
}
