import Home
import Journal
import JournalModel

/// Random batches of changes that a journal in the state of a model must accept.
struct RandomChanges {
  var generator: Generator
  private var time: Int64 = 1_770_000_000_000_000_000
  private var nextRPC: Int64 = 1
  private var nextNumber: Int64 = 1

  /// - Parameter time: the time of the last event that is there already.
  init(seed: UInt64, after time: Int64? = nil) {
    generator = Generator(seed: seed)
    if let time { self.time = max(time, self.time) }
    // Numbers and keys that no other seed makes.
    nextNumber = Int64(seed) * 1_000_000 + 1
    nextRPC = nextNumber
  }

  mutating func batch(on model: JournalModel) -> [JournalChange] {
    var scratch = model
    return (0..<number(1...12)).map { _ in
      let change = change(on: scratch)
      scratch.apply([change])
      return change
    }
  }

  private mutating func change(on model: JournalModel) -> JournalChange {
    switch number(0...17) {
    case 0...4: return .event(event(after: model))
    case 5: return .record(RecordName("r\(number(0...3))"), flip() ? nil : bytes())
    case 6: return .turn(turn(on: model))
    case 7: return .request(request())
    case 8: return .requestRemoved(Int64(number(0...8)))
    case 9, 10: return .outbox(message(on: model))
    case 11: return .passed(position: position(on: model))
    case 12: return .callClosed(rpcID: model.contents.outbox.compactMap(\.rpcID).randomElement(using: &generator) ?? 0)
    case 13: return .key(key())
    case 14:
      let id = "term-\(number(1...5))"
      if flip() { return .terminalRemoved(id) }
      return .terminal(TerminalRow(id: id, epoch: Epoch(2), turn: optionalTurn(), state: "running", data: json()))
    case 15:
      let id = "call-\(number(1...5))"
      return flip()
        ? .toolCallRemoved(id) : .toolCall(ToolCallRow(id: id, number: Int64(number(1...9)), data: json()))
    case 16: return .queued(entry(on: model))
    default: return .usage(usage())
    }
  }

  mutating func event(after model: JournalModel) -> EventRow {
    time += Int64(number(0...3))
    let types: [EventType] = [
      .agentMessage, .agentMessage, .thought, .toolCall, .toolResult, .done, EventType("invented \(number(0...2))"),
    ]
    return EventRow(
      sequence: model.contents.head + 1, turn: optionalTurn(), type: types.randomElement(using: &generator) ?? .plan,
      agent: flip() ? "general" : "other", time: time, content: flip() ? json() : bytes())
  }

  private mutating func turn(on model: JournalModel) -> TurnRow {
    nextNumber += 1
    var row = TurnRow(
      id: turnID(number(1...1_000_000)), number: nextNumber, state: "running", firstSequence: 1, lastSequence: nil,
      rpcID: nil, data: json())
    if let old = model.contents.turns.randomElement(using: &generator), flip() {
      row = old
      row.state = "done"
      row.lastSequence = Int64(number(0...100))
      row.rpcID = Int64(number(0...100))
    }
    return row
  }

  private mutating func request() -> RequestRow {
    RequestRow(
      number: Int64(number(0...8)), epoch: Epoch(number(1...3)), rpcID: flip() ? "\"a\"" : "7", method: "fs/read",
      turn: optionalTurn(), state: "pending", line: bytes(), data: flip() ? nil : json())
  }

  private mutating func message(on model: JournalModel) -> OutboxRow {
    let epoch = Epoch(number(1...2))
    let position = (model.contents.outbox.filter { $0.epoch == epoch }.map(\.position).max() ?? -10) + 10
    nextRPC += 1
    return OutboxRow(
      epoch: epoch, position: position, length: 10, bytes: bytes(), rpcID: flip() ? nextRPC : nil, method: "m",
      turn: optionalTurn())
  }

  private mutating func position(on model: JournalModel) -> Int64 {
    model.contents.outbox.randomElement(using: &generator)?.position ?? 0
  }

  private mutating func key() -> KeyRow {
    nextNumber += 1
    return KeyRow(key: "key-\(nextNumber)", bodyHash: "h", turn: optionalTurn())
  }

  private mutating func entry(on model: JournalModel) -> QueueRow {
    if var old = model.contents.queue.randomElement(using: &generator), flip() {
      old.state = "sent"
      return old
    }
    nextNumber += 1
    return QueueRow(id: "inq-\(nextNumber)", number: nextNumber, state: "queued", data: json())
  }

  private mutating func usage() -> UsageRow {
    time += 1
    var row = UsageRow(turn: turnID(number(1...3)), time: time)
    row.inputTokens = flip() ? nil : Int64(number(0...1000))
    row.totalTokens = flip() ? nil : Int64(number(0...1000))
    row.costAmount = flip() ? nil : 0.1 * Double(number(0...1000))
    row.costCurrency = flip() ? nil : "USD"
    return row
  }

  private mutating func optionalTurn() -> TurnID? {
    number(0...4) == 0 ? nil : turnID(number(1...3))
  }

  mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }

  mutating func flip() -> Bool { Bool.random(using: &generator) }

  private mutating func bytes() -> [UInt8] {
    (0..<number(0...40)).map { _ in UInt8.random(in: 0...255, using: &generator) }
  }

  private mutating func json() -> [UInt8] {
    [UInt8]("{\"text\":\"\(String(repeating: "é", count: number(0...200)))\"}".utf8)
  }
}
