import ACP
import Home
import Journal

/// Everything the engine knows of a session: a fold over the rows of its journal and nothing else.
///
/// The live engine changes it only by `apply`, with the changes that were just committed, so a new daemon that folds the
/// tables as of any commit has the same value as the engine that died after that commit.
struct EngineState: Equatable, Sendable {
  var head: Int64 = 0
  var lastTime: Int64 = 0
  var lastType: EventType?
  var creation: Creation?
  var lifecycle: Lifecycle?
  var spool = SpoolOffset(epoch: 0, byte: 0)
  var counters = Counters()
  var agent = AgentInfo()
  var conversation = Conversation()
  var noise = Noise()
  var tools = ToolCalls()
  var grants = Grants()
  var decisions = Decisions()
  private(set) var lastTurn: TurnRow?
  /// What the engine keeps of the turn that runs. Decoded once for each change of the row: it is asked for at each commit.
  private(set) var openTurnData: TurnData?
  var requests: [Int64: RequestRow] = [:]
  var outbox: [OutboxRow] = []
  var keys: [String: KeyRow] = [:]
  var terminals: [String: TerminalRow] = [:]
  var queue: [String: QueueRow] = [:]
  var journalEpochs: [JournalEpochRow] = []

  /// The state before the first commit.
  init() {}

  /// The turn that runs, if one does.
  var openTurn: TurnRow? {
    guard let lastTurn, lastTurn.state == TurnRow.State.running else { return nil }
    return lastTurn
  }

  /// The state as of the commit whose tables are given.
  init(folding contents: JournalContents) throws {
    head = contents.head
    lastTime = contents.lastTime
    lastType = contents.lastType
    for (name, value) in contents.records { try apply(.record(name, value)) }
    if let turn = contents.turns.max(by: { $0.number < $1.number }) { try apply(.turn(turn)) }
    for request in contents.requests { try apply(.request(request)) }
    outbox = contents.outbox.sorted(by: Self.inOrder)
    for key in contents.keys { try apply(.key(key)) }
    for terminal in contents.terminals { try apply(.terminal(terminal)) }
    for call in contents.toolCalls { try apply(.toolCall(call)) }
    for entry in contents.queue { try apply(.queued(entry)) }
    journalEpochs = contents.journalEpochs
  }

  /// Takes one committed change.
  mutating func apply(_ change: JournalChange) throws {
    switch change {
    case .event(let row):
      head = row.sequence
      lastTime = row.time
      lastType = row.type
    case .record(let name, let value): try apply(name, value)
    case .turn(let row):
      guard row.number >= lastTurn?.number ?? 0 else { return }
      lastTurn = row
      openTurnData = try openTurn.map { try RecordCoding.decode(TurnData.self, $0.data) }
    case .request(let row): requests[row.number] = row
    case .requestRemoved(let number): requests[number] = nil
    case .outbox(let row):
      outbox.append(row)
      outbox.sort(by: Self.inOrder)
    case .passed(let position):
      guard let index = outbox.firstIndex(where: { $0.position == position && $0.bytes != nil }) else { return }
      if outbox[index].rpcID == nil { outbox.remove(at: index) } else { outbox[index].bytes = nil }
    case .callClosed(let rpcID): outbox.removeAll { $0.rpcID == rpcID }
    case .key(let row): keys[row.key] = row
    case .terminal(let row): terminals[row.id] = row
    case .terminalRemoved(let id): terminals[id] = nil
    case .toolCall(let row): try tools.take(row)
    case .toolCallRemoved(let id): tools.remove(id)
    case .queued(let row): queue[row.id] = row
    case .usage: break
    }
  }

  private mutating func apply(_ name: RecordName, _ value: [UInt8]?) throws {
    switch name {
    case Creation.name: creation = try value.map { try RecordCoding.decode(Creation.self, $0) }
    case Lifecycle.name: lifecycle = try value.map { try RecordCoding.decode(Lifecycle.self, $0) }
    case SpoolOffset.name: spool = try record(value) ?? SpoolOffset(epoch: 0, byte: 0)
    case Counters.name: counters = try record(value) ?? Counters()
    case AgentInfo.name: agent = try record(value) ?? AgentInfo()
    case Conversation.name: conversation = try record(value) ?? Conversation()
    case Noise.name: noise = try record(value) ?? Noise()
    case Grants.name: grants = try record(value) ?? Grants()
    case Decisions.name: decisions = try record(value) ?? Decisions()
    default: break
    }
  }

  private func record<Record: SessionRecord>(_ value: [UInt8]?) throws -> Record? {
    try value.map { try RecordCoding.decode(Record.self, $0) }
  }

  private static func inOrder(_ left: OutboxRow, _ right: OutboxRow) -> Bool {
    (left.epoch, left.position) < (right.epoch, right.position)
  }
}

extension EngineState {
  /// Requests of the agent that are not answered, in the order they came.
  var openRequests: [RequestRow] { requests.values.sorted { $0.number < $1.number } }

  /// The open call of that id.
  func call(_ rpcID: Int64) -> OutboxRow? { outbox.first { $0.rpcID == rpcID } }

  /// An open call of that method in the present epoch.
  func openCall(_ method: ACPMethod) -> OutboxRow? {
    outbox.last { $0.method == method.rawValue && $0.rpcID != nil }
  }

  /// Why the running turn was cancelled, when its supervision did it.
  var openStall: Stall? { openTurnData?.stall }

  /// The tool call that the running turn announced last and that has not ended.
  var runningCall: String? {
    guard let turn = openTurn?.id.text else { return nil }
    return tools.order.last { place in
      tools.calls[place.id].map { !$0.finished && $0.turn == turn } ?? false
    }?.id
  }

  /// The number of the last journal epoch, which is that of the next event.
  var journalEpoch: Int64 { journalEpochs.last?.number ?? 0 }
}

extension EngineState {
  /// For a draft only: changes a record in place. The draft writes it with its commit.
  mutating func update<Value>(_ path: WritableKeyPath<EngineState, Value>, _ body: (inout Value) -> Void) {
    body(&self[keyPath: path])
  }
}
