import ACP
import Home
import JSON
import Journal

/// A commit in the making: what the engine decides, as changes of rows, without any I/O.
///
/// A draft begins with the committed state. Every decision adds changes and applies them to the draft's own state at once,
/// so that the next line of the same batch is judged by it. Nothing of it exists until the writer has committed `finish()`;
/// a draft that is not committed is simply forgotten.
struct Draft {
  private(set) var state: EngineState
  /// Nanoseconds since 1970; event times never decrease, so this is at least the last event's.
  let now: Int64
  /// How far the commit must have reached before anybody is told.
  private(set) var durability: Durability = .normal
  private var changes: [JournalChange] = []
  private var dirty: [RecordName: (EngineState) throws -> [UInt8]] = [:]

  /// Begins with a committed state at a time of the wall clock.
  init(_ state: EngineState, now: Int64) {
    self.state = state
    self.now = max(now, state.lastTime)
  }

  /// Whether there is nothing to commit.
  var isEmpty: Bool { changes.isEmpty && dirty.isEmpty }

  /// Rows added so far, records not counted.
  var rowCount: Int { changes.count }

  /// The changes in the order they must be committed.
  func finish() throws -> [JournalChange] {
    let records = try dirty.keys.sorted { $0.name < $1.name }.map { name in
      JournalChange.record(name, try dirty[name]?(state))
    }
    return changes + records
  }

  /// Demands that the commit is on disk before it is answered.
  mutating func demandFull() {
    durability = .full
  }

  /// Adds one row.
  mutating func add(_ change: JournalChange) throws {
    try state.apply(change)
    changes.append(change)
  }

  /// Changes a record; it is written once, with its last value.
  mutating func update<Record: SessionRecord>(
    _ path: WritableKeyPath<EngineState, Record>, _ body: (inout Record) -> Void
  ) {
    state.update(path, body)
    dirty[Record.name] = { try RecordCoding.encode($0[keyPath: path]) }
  }

  /// Changes a record that may not be there yet.
  mutating func set<Record: SessionRecord>(_ path: WritableKeyPath<EngineState, Record?>, _ record: Record) {
    state.update(path) { $0 = record }
    dirty[Record.name] = { try RecordCoding.encode($0[keyPath: path]) }
  }

  /// Appends an event.
  @discardableResult
  mutating func event(_ type: EventType, turn: TurnID?, _ content: [UInt8]) throws -> Int64 {
    let row = EventRow(
      sequence: state.head + 1, turn: turn, type: type, agent: state.creation?.agent ?? "", time: now, content: content)
    try add(.event(row))
    return row.sequence
  }

  /// Appends a message to the agent. `line` ends with a line end.
  mutating func send(_ line: [UInt8], rpcID: Int64?, method: String, turn: TurnID?) throws {
    let row = OutboxRow(
      epoch: Epoch(state.lifecycle?.epoch ?? 0), position: state.counters.nextPosition, length: Int64(line.count),
      bytes: line, rpcID: rpcID, method: method, turn: turn)
    try add(.outbox(row))
    update(\.counters) { $0.nextPosition += row.length }
  }

  /// Appends a call of the agent and answers its id.
  @discardableResult
  mutating func call(_ method: ACPMethod, turn: TurnID?, _ params: JSONValue) throws -> Int64 {
    let id = state.counters.nextCall
    update(\.counters) { $0.nextCall += 1 }
    try send(RPCLine.request(id: RPCID(id), method, params), rpcID: id, method: method.rawValue, turn: turn)
    return id
  }

  /// Appends a notification to the agent.
  mutating func notify(_ method: ACPMethod, turn: TurnID?, _ params: JSONValue) throws {
    try send(RPCLine.notification(method, params), rpcID: nil, method: method.rawValue, turn: turn)
  }
}
