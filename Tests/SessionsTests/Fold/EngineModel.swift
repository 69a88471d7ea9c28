import ACP
import Home
import JSON
import Journal
import JournalModel

@testable import Sessions

/// The engine without a world: drafts are committed to a journal in memory, and after each commit the fold over its
/// tables is compared with the live state.
struct EngineModel {
  private(set) var journal = JournalModel()
  private(set) var state = EngineState()
  private(set) var commits = 0
  /// Commits whose fold differed from the live state.
  private(set) var differences = 0
  private var now: Int64 = 1_700_000_000_000_000_000
  private var stream: Int64 = 0

  mutating func decide(_ decision: (inout Draft) throws -> Void) throws {
    now += 1_000_000
    var draft = Draft(state, now: now)
    try decision(&draft)
    journal.apply(try draft.finish())
    state = draft.state
    commits += 1
    if try EngineState(folding: journal.contents) != state { differences += 1 }
  }

  /// The agent writes a line.
  mutating func agent(_ line: String) throws {
    let bytes = Array(line.utf8)
    stream += Int64(bytes.count) + 1
    let end = stream
    try decide { try $0.take(line: bytes, endingAt: end) }
  }

  mutating func agent(update: String) throws {
    try agent(#"{"jsonrpc":"2.0","method":"session/update","params":{"sessionId":"acp-1","update":\#(update)}}"#)
  }

  mutating func agent(request id: String, _ method: String, _ params: String) throws {
    try agent(#"{"jsonrpc":"2.0","id":\#(id),"method":"\#(method)","params":\#(params)}"#)
  }

  /// The agent answers the open call of that method.
  mutating func agent(reply method: ACPMethod, _ result: String) throws {
    guard let id = state.openCall(method)?.rpcID else { return }
    try agent(#"{"jsonrpc":"2.0","id":\#(id),"result":\#(result)}"#)
  }

  mutating func agent(refuse method: ACPMethod, _ error: String) throws {
    guard let id = state.openCall(method)?.rpcID else { return }
    try agent(#"{"jsonrpc":"2.0","id":\#(id),"error":\#(error)}"#)
  }

  /// The shim has accepted everything.
  mutating func accept() throws {
    let rows = state.outbox.filter { $0.bytes != nil }
    try decide { draft in
      for row in rows { try draft.add(.passed(position: row.position)) }
    }
  }

  /// A session that is active, in a permission mode.
  static func active(_ mode: PermissionMode = .approveReads, initialize: String = #"{"loadSession":true}"#) throws
    -> EngineModel
  {
    var model = EngineModel()
    try model.start(mode)
    try model.agent(reply: .initialize, #"{"protocolVersion":1,"agentCapabilities":\#(initialize)}"#)
    try model.agent(reply: .sessionNew, #"{"sessionId":"acp-1"}"#)
    return model
  }

  mutating func start(_ mode: PermissionMode = .approveReads) throws {
    stream = 0
    let creation = Creation(
      id: "sess-0000000000000001", agent: "general", provider: "rehearsal", workspace: "ws_0000000000000001",
      root: "/work/place", additional: [], permissionMode: mode, command: ["agent"], createdAt: now)
    try decide { draft in
      draft.set(\.creation, creation)
      try draft.beginRun(epoch: Epoch(1), marker: "m", opening: .new)
    }
  }

  /// The stopped session runs again.
  mutating func restart() throws {
    stream = 0
    let epoch = Epoch((state.lifecycle?.epoch ?? 0) + 1)
    try decide { try $0.beginRun(epoch: epoch, marker: "m\(epoch)", opening: .again) }
  }

  /// Starts a turn.
  @discardableResult
  mutating func prompt(_ text: String, turn number: UInt8 = 1) throws -> TurnID {
    let turn = TurnID(bytes: [0, 0, 0, 0, 0, 0, 0, number])
    try decide { _ = try $0.beginTurn(turn, text: text, context: nil, key: nil) }
    return turn
  }

  /// The types of the events so far.
  var types: [String] { journal.events.map(\.type.name) }

  /// What is still to be sent, or was sent, to the agent.
  var sent: [JSONValue] {
    state.outbox.compactMap { row in row.bytes.flatMap { try? JSONParser.parse($0) } }
  }

  func content(_ index: Int) throws -> JSONValue { try JSONParser.parse(journal.events[index].content) }
}
