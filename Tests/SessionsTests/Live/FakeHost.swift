import ACP
import Foundation
import Home
import JSON
import Platform
import Synchronization

@testable import Sessions

/// A host whose agents live in this process: a script answers each line that arrives.
///
/// It keeps what a shim keeps, so a session can be dropped without a word, like a daemon that dies, and adopted again.
final class FakeHost: AgentHost {
  typealias Script = @Sendable (JSONValue, FakeAgent) -> Void

  private let agents = Mutex<[String: FakeAgent]>([:])
  private let script: Script
  /// What shims say to whoever attaches, before HELLO; used up one after the other.
  let answers = Mutex<[ShimEvent]>([])
  /// The generations that were gone beyond.
  let raised = Mutex<[UInt64]>([])

  init(script: @escaping Script = FakeAgent.echo) {
    self.script = script
  }

  func agent(_ id: SessionID, _ epoch: Int = 1) -> FakeAgent? { agents.withLock { $0["\(id)/\(epoch)"] } }

  func prepare(_ id: SessionID, _ epoch: Epoch) throws {}

  func launch(_ id: SessionID, _ epoch: Epoch, _ launch: AgentLaunch) throws {
    agents.withLock { $0["\(id)/\(epoch)"] = FakeAgent(script: script) }
  }

  func connect(
    _ id: SessionID, _ epoch: Epoch, on executor: PinnedExecutor, report: @escaping @Sendable (ShimEvent) -> Void
  ) throws -> any ShimLink {
    let agent = try agent(id, epoch.number).orThrow()
    if let answer = answers.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) {
      if case .refused = answer {
        executor.post { report(answer) }
        return FakeLink(agent: agent, executor: executor) { _ in }
      }
      return FakeLink(agent: agent, executor: executor) { event in
        if case .attached = event { report(answer) } else { report(event) }
      }
    }
    return FakeLink(agent: agent, executor: executor, report: report)
  }

  func output(_ id: SessionID, _ epoch: Epoch, from byte: Int64) -> any AgentOutput {
    FakeOutput(agent: { self.agent(id, epoch.number) }, position: byte)
  }

  func terminalOutput(_ id: SessionID, _ epoch: Epoch, _ terminal: String, limit: Int) throws -> TerminalText {
    TerminalText(text: "output of \(terminal)", isTruncated: false)
  }

  func inspect(_ id: SessionID, _ epoch: Epoch) throws -> RunFinding {
    guard let agent = agent(id, epoch.number) else { return RunFinding(epoch: epoch, condition: .neverStarted) }
    return RunFinding(epoch: epoch, condition: agent.exit.map { .exited($0) } ?? .running)
  }

  func raiseGeneration(above seen: UInt64) throws { raised.withLock { $0.append(seen) } }
  func destroy(_ id: SessionID, _ epoch: Epoch) throws {}
  func reap(_ id: SessionID, _ epoch: Epoch, marker: String) throws -> [Int32] { [] }
  func reapAll(_ id: SessionID) throws -> [Int32] { [] }
  func discard(_ id: SessionID) throws {}
  func keepOutput(_ id: SessionID, _ epoch: Epoch) throws -> String? { nil }
  func reapChildren() {}
  func removeEmptyRuns() -> [SessionID: SystemError] { [:] }
  func runs() throws -> FoundRuns { FoundRuns() }

  func remove(_ id: SessionID, _ epoch: Epoch) {
    agents.withLock { _ = $0.removeValue(forKey: "\(id)/\(epoch)") }
  }
}

/// An agent and its shim in one: standard input by position, standard output as a growing stream.
final class FakeAgent: Sendable {
  private struct State {
    var input: [UInt8] = []
    var taken = 0
    var output: [UInt8] = []
    var exit: ExitReport?
    var listener: (@Sendable (ShimEvent) -> Void)?
    var lines: [JSONValue] = []
    var terminals: [String: TerminalReport.Condition] = [:]
    var acknowledged: Int64 = 0
    /// So many bytes of input are taken yet; nil is any number.
    var room: Int?
  }

  private let state = Mutex(State())
  private let script: FakeHost.Script

  init(script: @escaping FakeHost.Script) {
    self.script = script
  }

  var exit: ExitReport? { state.withLock { $0.exit } }
  var outputLength: Int64 { state.withLock { Int64($0.output.count) } }
  var accepted: Int64 { state.withLock { Int64($0.input.count) } }
  /// Every byte of input so far.
  var input: [UInt8] { state.withLock { $0.input } }

  /// Takes no more than so many bytes of input from now on.
  func setRoom(_ room: Int?) { state.withLock { $0.room = room } }

  /// Every message that arrived, in order.
  var received: [JSONValue] { state.withLock { $0.lines } }
  var terminals: [TerminalReport] {
    state.withLock { $0.terminals.map { TerminalReport(id: $0.key, condition: $0.value) } }
  }

  func attach(_ listener: @escaping @Sendable (ShimEvent) -> Void) {
    state.withLock { $0.listener = listener }
    listener(.attached(pid: 4711, startTicks: 12, length: outputLength, terminals: terminals, foreignBuild: nil))
    if exit != nil { listener(.exited) }
  }

  /// The byte up to which the output need not be kept.
  var acknowledged: Int64 { state.withLock { $0.acknowledged } }

  func acknowledge(_ byte: Int64) { state.withLock { $0.acknowledged = max($0.acknowledged, byte) } }

  func detach() { state.withLock { $0.listener = nil } }

  /// Takes bytes at a position, as many as there is room for; answers how many. A position that is not the expected one
  /// is an error of the engine, and nothing is taken.
  func take(_ bytes: ArraySlice<UInt8>, at position: Int64) -> Int {
    var count = 0
    let lines = state.withLock { state -> [JSONValue]? in
      guard position == Int64(state.input.count) else { return nil }
      count = min(bytes.count, state.room ?? bytes.count)
      if let room = state.room { state.room = room - count }
      state.input += bytes.prefix(count)
      var lines: [JSONValue] = []
      while let end = state.input[state.taken...].firstIndex(of: 0x0a) {
        lines.append((try? JSONParser.parse(Array(state.input[state.taken..<end]))) ?? .string("torn"))
        state.taken = end + 1
      }
      state.lines += lines
      return lines
    }
    guard let lines else { return 0 }
    report(.accepted)
    for line in lines { script(line, self) }
    return count
  }

  func write(_ text: String) {
    state.withLock { $0.output += Array(text.utf8) }
    report(.length(outputLength))
  }

  func send(_ message: JSONValue) { write(message.text + "\n") }

  func reply(_ id: JSONValue?, _ result: JSONValue) {
    send(["jsonrpc": "2.0", "id": id ?? .null, "result": result])
  }

  func chunk(_ text: String) {
    send([
      "jsonrpc": "2.0", "method": "session/update",
      "params": [
        "sessionId": "acp-1",
        "update": ["sessionUpdate": "agent_message_chunk", "content": ["type": "text", "text": .string(text)]],
      ],
    ])
  }

  func end(code: Int32?, signal: Int32? = nil) {
    let isNew = state.withLock { state in
      guard state.exit == nil else { return false }
      state.exit = ExitReport(
        code: code, signal: signal, finalLength: Int64(state.output.count), stderrTail: "", survivors: [])
      return true
    }
    if isNew { report(.exited) }
  }

  func setTerminal(_ id: String, _ condition: TerminalReport.Condition) {
    state.withLock { $0.terminals[id] = condition }
    report(.terminal(TerminalReport(id: id, condition: condition)))
  }

  func bytes(from position: Int64, upTo count: Int) -> [UInt8] {
    state.withLock { Array($0.output.dropFirst(Int(position)).prefix(count)) }
  }

  private func report(_ event: ShimEvent) { state.withLock { $0.listener }?(event) }

  /// Answers the handshake and echoes prompts in one chunk.
  static let echo: FakeHost.Script = { message, agent in
    switch message["method"]?.string {
    case "initialize":
      agent.reply(message["id"], ["protocolVersion": 1, "agentCapabilities": ["loadSession": true]])
    case "session/new": agent.reply(message["id"], ["sessionId": "acp-1"])
    case "session/load": agent.reply(message["id"], [:])
    case "session/prompt":
      let text = message["params"]?["prompt"]?.array?.last?["text"]?.string ?? ""
      agent.chunk("echo: \(text)")
      agent.reply(message["id"], ["stopReason": "end_turn"])
    default: break
    }
  }
}

/// A connection of a session to a fake agent.
final class FakeLink: ShimLink {
  private let agent: FakeAgent
  private(set) var inputPosition: Int64
  private(set) var isAttached = true

  init(agent: FakeAgent, executor: PinnedExecutor, report: @escaping @Sendable (ShimEvent) -> Void) {
    self.agent = agent
    inputPosition = agent.accepted
    executor.post { [agent] in agent.attach { event in executor.post { report(event) } } }
  }

  var acceptedPosition: Int64 { agent.accepted }

  func offer(_ bytes: ArraySlice<UInt8>, at position: Int64) -> Int {
    let count = agent.take(bytes, at: position)
    inputPosition += Int64(count)
    return count
  }

  func acknowledge(_ byte: Int64) { agent.acknowledge(byte) }
  func stop(_ ladder: StopLadder) { agent.end(code: 0) }
  func startTerminal(_ id: String, _ order: TerminalOrder) { agent.setTerminal(id, .running) }
  func killTerminal(_ id: String) { agent.setTerminal(id, .exited(code: nil, signal: 9)) }
  func releaseTerminal(_ id: String) {}

  func close() {
    isAttached = false
    agent.detach()
  }
}

final class FakeOutput: AgentOutput {
  private let agent: () -> FakeAgent?
  private(set) var position: Int64
  let damage: String? = nil

  init(agent: @escaping () -> FakeAgent?, position: Int64) {
    self.agent = agent
    self.position = position
  }

  func read(upTo count: Int) throws -> [UInt8] {
    let bytes = agent()?.bytes(from: position, upTo: count) ?? []
    position += Int64(bytes.count)
    return bytes
  }
}

struct Missing: Error {}

extension Optional {
  /// The value, or an error that says there is none.
  func orThrow() throws -> Wrapped {
    guard let self else { throw Missing() }
    return self
  }
}
