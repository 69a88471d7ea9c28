import ACP
import Home
import JSON
import Journal
import JournalModel
import Testing

@testable import Sessions

@Suite("The fold over the tables")
struct FoldPropertyTests {
  @Test(
    "equals the live state after every commit of random histories", arguments: [1, 2, 3, 5, 8, 13, 21, 34] as [UInt64])
  func equalsLiveState(seed: UInt64) throws {
    var history = RandomHistory(seed: seed)
    let model = try history.run(steps: 400)
    #expect(model.commits > 100)
    #expect(model.differences == 0)
    #expect(model.journal.events.map(\.sequence) == Array(1...Int64(model.journal.events.count)))
  }

  @Test("misses any row of any table that is taken away")
  func noticesMissingRows() throws {
    var seen: Set<String> = []
    for seed in [4, 9] as [UInt64] { try collectNoticed(seed: seed, into: &seen) }
    let expected: Set<String> = [
      "creation", "lifecycle", "spool", "counters", "agent", "conversation", "noise", "grants", "decisions",
      "turns", "requests", "outbox", "keys", "terminals", "toolCalls",
    ]
    #expect(seen.isSuperset(of: expected), "never noticed: \(expected.subtracting(seen).sorted())")
  }

  private func collectNoticed(seed: UInt64, into seen: inout Set<String>) throws {
    var history = RandomHistory(seed: seed)
    _ = try history.run(steps: 400, mode: .approveReads) { model in
      let whole = model.journal.contents
      for name in whole.records.keys where !seen.contains(name.name) {
        var lacking = whole
        lacking.records[name] = nil
        if try differs(lacking, model.state) { seen.insert(name.name) }
      }
      for (table, path) in Self.tables {
        var lacking = whole
        if path(&lacking), try differs(lacking, model.state) { seen.insert(table) }
      }
    }
  }

  private func differs(_ contents: JournalContents, _ state: EngineState) throws -> Bool {
    try EngineState(folding: contents) != state
  }

  /// Takes one row away from a table; false when it has none.
  private static let tables: [(String, @Sendable (inout JournalContents) -> Bool)] = [
    ("turns", { $0.turns.popLast() != nil }), ("requests", { $0.requests.popLast() != nil }),
    ("outbox", { $0.outbox.popLast() != nil }), ("keys", { $0.keys.popLast() != nil }),
    ("terminals", { $0.terminals.popLast() != nil }), ("toolCalls", { $0.toolCalls.popLast() != nil }),
  ]
}

/// A session that lives at random: prompts, updates, requests, decisions, crashes and restarts.
struct RandomHistory {
  private var random: SplitMix
  private var turn: UInt8 = 0
  private var call = 0

  init(seed: UInt64) {
    random = SplitMix(state: seed)
  }

  mutating func run(steps: Int, mode: PermissionMode? = nil, each: (EngineModel) throws -> Void = { _ in }) throws
    -> EngineModel
  {
    var model = EngineModel()
    try model.start(mode ?? [.approveReads, .approveAll, .denyAll][Int(random.next() % 3)])
    for _ in 0..<steps {
      try step(&model)
      try each(model)
    }
    return model
  }

  private mutating func step(_ model: inout EngineModel) throws {
    if random.next() % 4 == 0 { try model.accept() }
    switch model.state.lifecycle?.phase {
    case .starting: try open(&model)
    case .active: try live(&model)
    case .stopping:
      try model.decide { try $0.endRun(.exited(code: 0, signal: nil, stderr: "", survivors: [])) }
    case .stopped, nil: try model.restart()
    }
  }

  private mutating func open(_ model: inout EngineModel) throws {
    switch random.next() % 8 {
    case 0: try model.agent(update: #"{"sessionUpdate":"available_commands_update","availableCommands":[]}"#)
    case 1: try model.agent("no json")
    case 2 where model.state.openCall(.sessionLoad) != nil:
      try model.agent(refuse: .sessionLoad, #"{"code":-32002,"message":"Resource not found"}"#)
    default:
      try model.agent(reply: .initialize, #"{"protocolVersion":1,"agentCapabilities":{"loadSession":true}}"#)
      try model.agent(reply: .sessionNew, #"{"sessionId":"acp-1"}"#)
      try model.agent(reply: .sessionLoad, "{}")
    }
  }

  private mutating func live(_ model: inout EngineModel) throws {
    call += 1
    let kind = ["edit", "execute", "read"][Int(random.next() % 3)]
    if let turn = model.state.turnToDeliver {
      return try model.decide {
        if $0.state.openTurnData?.cancelRequested == true { return try $0.endUndelivered($0.state.openStall) }
        try $0.deliverPrompt("prompt \(turn.number)", context: nil)
      }
    }
    switch random.next() % 26 {
    case 24: try model.agent(refuse: .sessionPrompt, #"{"code":-32002,"message":"Resource not found"}"#)
    case 25: try model.agent(reply: .sessionNew, #"{"sessionId":"acp-1"}"#)
    case 20: try model.decide { try $0.reportProgress(Self.view) }
    case 21: try model.decide { try $0.warnOfSilence(Self.view) }
    case 22 where random.next() % 3 == 0:
      try model.decide { try $0.cancelStalledTurn(.activityTimeout, Self.view) }
    case 23 where model.state.openTurnData?.cancelRequested == true:
      try model.decide { try $0.abandonCancelledTurn($0.state.openStall) }
    case 0, 1:
      guard model.state.openTurn == nil else { return }
      turn &+= 1
      let id = TurnID(bytes: [0, 0, 0, 0, 0, 0, 0, turn])
      let key = KeyRow(key: "key-\(call)", bodyHash: "h", turn: id)
      try model.decide { _ = try $0.beginTurn(id, text: "prompt \(key.key)", context: nil, key: key) }
    case 2: try model.agent(reply: .sessionPrompt, #"{"stopReason":"end_turn","usage":{"totalTokens":7}}"#)
    case 3: try model.agent(refuse: .sessionPrompt, #"{"code":-32603,"message":"model exploded"}"#)
    case 4: try model.decide { try $0.cancelTurn() }
    case 5, 6:
      try model.agent(
        update:
          #"{"sessionUpdate":"tool_call","toolCallId":"c\#(call % 7)","kind":"\#(kind)","title":"T","locations":[{"path":"a.txt"}]}"#
      )
    case 7:
      try model.agent(
        update: #"{"sessionUpdate":"tool_call_update","toolCallId":"c\#(call % 7)","status":"completed"}"#)
    case 8, 9:
      try model.agent(request: "\(call)", "session/request_permission", Self.permission("c\(call % 7)", kind))
    case 10, 11:
      guard let row = model.state.openRequests.first(where: { PermissionData($0) != nil }) else { return }
      let decision: PermissionDecision = random.next() % 2 == 0 ? .allowAlways : .rejectOnce
      try model.decide { try $0.decide(row, decision) }
    case 12: try model.agent(request: "\"s\(call)\"", "fs/read_text_file", #"{"path":"a.txt"}"#)
    case 13: try model.agent(request: "\(call)", "fs/write_text_file", #"{"path":"a.txt","content":"x"}"#)
    case 14: try model.agent(request: "\(call)", "terminal/create", #"{"command":"ls"}"#)
    case 15:
      guard let row = model.state.openRequests.first(where: { $0.state == RequestRow.State.received }) else { return }
      try model.decide { try $0.answer(row.number, result: [:]) }
    case 16: try model.agent("garbage \(call)")
    case 17 where random.next() % 6 == 0:
      try model.decide { try $0.beginStop(StopIntent(cause: .userRequested, detail: nil)) }
    case 18 where random.next() % 6 == 0: try model.decide { try $0.endRun(.shimLost(survivors: [])) }
    default:
      try model.agent(update: #"{"sessionUpdate":"agent_message_chunk","content":{"type":"text","text":"\#(call)"}}"#)
    }
  }

  private static let view = TurnView(
    idle: .seconds(4), lastActivity: .seconds(4), lastKind: "thought", lastProgress: .seconds(1),
    untilDeadline: .seconds(9))

  private static func permission(_ call: String, _ kind: String) -> String {
    #"{"sessionId":"acp-1","toolCall":{"toolCallId":"\#(call)","kind":"\#(kind)","title":"T","locations":[{"path":"a.txt"}]},"#
      + #""options":[{"optionId":"a","name":"A","kind":"allow_once"},{"optionId":"b","name":"B","kind":"allow_always"},"#
      + #"{"optionId":"c","name":"C","kind":"reject_once"}]}"#
  }
}

/// A small generator whose histories can be repeated by their seed.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}
