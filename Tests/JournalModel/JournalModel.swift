import Home
public import Journal

/// What a journal holds, in memory: the meaning of every change in the plainest form.
public struct JournalModel: Equatable, Sendable {
  /// Every event, in ascending sequence.
  public var events: [EventRow] = []
  /// The tables, their rows in the order in which a journal gives them.
  public var contents = JournalContents()
  /// What each turn has used, merged.
  public var usage: [UsageRow] = []

  /// The model of an empty journal.
  public init() {}

  /// Does what a commit of these changes does.
  public mutating func apply(_ changes: [JournalChange]) {
    for change in changes { apply(change) }
  }

  private mutating func apply(_ change: JournalChange) {
    switch change {
    case .event(let row):
      events.append(row)
      contents.head = row.sequence
      contents.lastTime = row.time
      contents.lastType = row.type
    case .record(let name, let value): contents.records[name] = value
    case .turn(let row): replace(row, in: &contents.turns, id: \.id) { $0.number < $1.number }
    case .request(let row): replace(row, in: &contents.requests, id: \.number) { $0.number < $1.number }
    case .requestRemoved(let number): contents.requests.removeAll { $0.number == number }
    case .outbox(let row):
      contents.outbox.append(row)
      contents.outbox.sort { ($0.epoch, $0.position) < ($1.epoch, $1.position) }
    case .passed(let position): pass(position)
    case .callClosed(let rpcID): contents.outbox.removeAll { $0.rpcID == rpcID }
    case .key(let row):
      contents.keys.append(row)
      contents.keys.sort { $0.key < $1.key }
    case .terminal(let row): replace(row, in: &contents.terminals, id: \.id) { $0.id < $1.id }
    case .terminalRemoved(let id): contents.terminals.removeAll { $0.id == id }
    case .toolCall(let row):
      replace(row, in: &contents.toolCalls, id: \.id) { ($0.number, $0.id) < ($1.number, $1.id) }
    case .toolCallRemoved(let id): contents.toolCalls.removeAll { $0.id == id }
    case .queued(let row): replace(row, in: &contents.queue, id: \.id) { $0.number < $1.number }
    case .usage(let row): merge(row)
    }
  }

  private func replace<Row, ID: Equatable>(
    _ row: Row, in rows: inout [Row], id: (Row) -> ID, order: (Row, Row) -> Bool
  ) {
    rows.removeAll { id($0) == id(row) }
    rows.append(row)
    rows.sort(by: order)
  }

  private mutating func pass(_ position: Int64) {
    guard let index = contents.outbox.firstIndex(where: { $0.position == position && $0.bytes != nil }) else { return }
    if contents.outbox[index].rpcID == nil {
      contents.outbox.remove(at: index)
    } else {
      contents.outbox[index].bytes = nil
    }
  }

  private mutating func merge(_ row: UsageRow) {
    var merged = row
    if let old = usage.first(where: { $0.turn == row.turn }) {
      merged.inputTokens = row.inputTokens ?? old.inputTokens
      merged.outputTokens = row.outputTokens ?? old.outputTokens
      merged.totalTokens = row.totalTokens ?? old.totalTokens
      merged.thoughtTokens = row.thoughtTokens ?? old.thoughtTokens
      merged.cacheReadTokens = row.cacheReadTokens ?? old.cacheReadTokens
      merged.cacheWriteTokens = row.cacheWriteTokens ?? old.cacheWriteTokens
      merged.contextUsed = row.contextUsed ?? old.contextUsed
      merged.contextSize = row.contextSize ?? old.contextSize
      merged.costAmount = row.costAmount ?? old.costAmount
      merged.costCurrency = row.costCurrency ?? old.costCurrency
    }
    replace(merged, in: &usage, id: \.turn) { ($0.time, $0.turn.text) < ($1.time, $1.turn.text) }
  }
}
