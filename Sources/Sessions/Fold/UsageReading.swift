import Home
import JSON
import Journal

/// What an agent said about the tokens of a turn; both spellings of the cached counts are read.
struct UsageReading: Equatable {
  var input: Int?
  var output: Int?
  var total: Int?
  var thought: Int?
  var cacheRead: Int?
  var cacheWrite: Int?
  var contextUsed: Int?
  var contextSize: Int?
  var costAmount: Double?
  var costCurrency: String?

  /// The `usage` of a reply to `session/prompt`.
  static func ofPromptReply(_ value: JSONValue?) -> UsageReading? {
    guard let value, value.object != nil else { return nil }
    var reading = UsageReading()
    reading.input = value["inputTokens"]?.int
    reading.output = value["outputTokens"]?.int
    reading.total = value["totalTokens"]?.int
    reading.thought = value["thoughtTokens"]?.int
    reading.cacheRead = value["cachedReadTokens"]?.int ?? value["cacheReadTokens"]?.int
    reading.cacheWrite = value["cachedWriteTokens"]?.int ?? value["cacheWriteTokens"]?.int
    return reading == UsageReading() ? nil : reading
  }

  /// A `usage_update`.
  static func ofUpdate(_ value: JSONValue) -> UsageReading {
    var reading = UsageReading()
    reading.contextUsed = value["used"]?.int
    reading.contextSize = value["size"]?.int
    reading.costAmount = value["cost"]?["amount"]?.double
    reading.costCurrency = value["cost"]?["currency"]?.string
    return reading
  }

  /// The contract's `usage` object (sessions §11.2), in snake case.
  var json: JSONValue {
    .object(omittingNil: [
      "input_tokens": input.map { .int($0) }, "output_tokens": output.map { .int($0) },
      "total_tokens": total.map { .int($0) }, "thought_tokens": thought.map { .int($0) },
      "cache_read_tokens": cacheRead.map { .int($0) }, "cache_write_tokens": cacheWrite.map { .int($0) },
      "context_used": contextUsed.map { .int($0) }, "context_size": contextSize.map { .int($0) },
      "cost_amount": costAmount.flatMap { JSONNumber($0) }.map { .number($0) },
      "cost_currency": costCurrency.map { .string($0) },
    ])
  }

  /// The row of `token_usage`; what is nil keeps what is stored.
  func row(turn: TurnID, time: Int64) -> UsageRow {
    var row = UsageRow(turn: turn, time: time)
    row.inputTokens = input.map(Int64.init)
    row.outputTokens = output.map(Int64.init)
    row.totalTokens = total.map(Int64.init)
    row.thoughtTokens = thought.map(Int64.init)
    row.cacheReadTokens = cacheRead.map(Int64.init)
    row.cacheWriteTokens = cacheWrite.map(Int64.init)
    row.contextUsed = contextUsed.map(Int64.init)
    row.contextSize = contextSize.map(Int64.init)
    row.costAmount = costAmount
    row.costCurrency = costCurrency
    return row
  }
}
