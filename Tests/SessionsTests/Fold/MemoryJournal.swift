import Home
import Journal

@testable import Sessions

/// The tables of a journal in memory: the simplest thing that keeps what a commit changes.
struct MemoryJournal {
  var contents = JournalContents()
  var events: [EventRow] = []

  mutating func commit(_ changes: [JournalChange]) {
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
    case .turn(let row): Self.replace(&contents.turns, row) { $0.id == row.id }
    case .request(let row): Self.replace(&contents.requests, row) { $0.number == row.number }
    case .requestRemoved(let number): contents.requests.removeAll { $0.number == number }
    case .outbox(let row): contents.outbox.append(row)
    case .passed(let position):
      guard let index = contents.outbox.firstIndex(where: { $0.position == position && $0.bytes != nil }) else {
        return
      }
      if contents.outbox[index].rpcID == nil {
        contents.outbox.remove(at: index)
      } else {
        contents.outbox[index].bytes = nil
      }
    case .callClosed(let id): contents.outbox.removeAll { $0.rpcID == id }
    case .key(let row): contents.keys.append(row)
    case .terminal(let row): Self.replace(&contents.terminals, row) { $0.id == row.id }
    case .terminalRemoved(let id): contents.terminals.removeAll { $0.id == id }
    case .toolCall(let row): Self.replace(&contents.toolCalls, row) { $0.id == row.id }
    case .toolCallRemoved(let id): contents.toolCalls.removeAll { $0.id == id }
    case .queued(let row): Self.replace(&contents.queue, row) { $0.id == row.id }
    case .usage: break
    }
  }

  private static func replace<Row>(_ rows: inout [Row], _ row: Row, where matches: (Row) -> Bool) {
    if let index = rows.firstIndex(where: matches) { rows[index] = row } else { rows.append(row) }
  }
}
