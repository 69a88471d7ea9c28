import ACP
import Home
import JSON
import Journal
import Platform
import Testing

@testable import Sessions

@Suite("The supervision of a turn")
struct TurnSupervisionTests {
  private static let turn = TurnID(bytes: [0, 0, 0, 0, 0, 0, 0, 1])
  private static let limits = TurnSupervision.Limits(
    progressEvery: .seconds(30), warningAfter: .seconds(20), timeoutAfter: .seconds(40), deadline: .seconds(100))

  private let clock = ManualClock()

  private func begin(_ limits: TurnSupervision.Limits = limits, isWarned: Bool = false) -> TurnSupervision {
    TurnSupervision(Self.turn, limits: limits, isWarned: isWarned, at: clock.boot())
  }

  /// Lets time pass and asks what there is to do.
  private func after(_ seconds: Int, _ supervision: inout TurnSupervision) -> [TurnSupervision.Finding] {
    clock.advance(by: .seconds(seconds))
    return supervision.findings(at: clock.boot())
  }

  @Test("warns of silence once, then cancels, and finds nothing after that")
  func silence() {
    var supervision = begin()
    #expect(supervision.due == clock.boot() + .seconds(20))
    #expect(after(19, &supervision) == [])
    #expect(after(1, &supervision) == [.warning])
    #expect(after(10, &supervision) == [.progress])
    #expect(after(9, &supervision) == [])
    #expect(after(1, &supervision) == [.stall(.activityTimeout)])
    #expect(supervision.due == nil)
    #expect(after(1000, &supervision) == [])
  }

  @Test("counts silence from the agent's last line, and warns no second time in a turn")
  func activity() {
    var supervision = begin()
    #expect(after(20, &supervision) == [.warning])
    supervision.note("agent_message", at: clock.boot())
    #expect(supervision.view(at: clock.boot()).lastKind == "agent_message")
    #expect(after(30, &supervision) == [.progress])
    #expect(supervision.view(at: clock.boot()).idle == .seconds(30))
    #expect(after(10, &supervision) == [.stall(.activityTimeout)])
    var later = begin(isWarned: true)
    #expect(after(25, &later) == [])
  }

  @Test("does not count the time that a person takes to answer, but the deadline stands")
  func waiting() {
    var supervision = begin()
    _ = after(10, &supervision)
    supervision.setWaiting(true, at: clock.boot())
    #expect(after(80, &supervision) == [])
    #expect(supervision.view(at: clock.boot()).idle == .zero)
    supervision.setWaiting(false, at: clock.boot())
    #expect(after(0, &supervision) == [.progress])
    #expect(supervision.due == clock.boot() + .seconds(10), "the deadline comes before the silence is long enough")
    supervision.setWaiting(true, at: clock.boot())
    #expect(after(10, &supervision) == [.stall(.promptDeadlineExceeded)])
  }

  @Test("has nothing to do without limits")
  func off() {
    var supervision = begin(TurnSupervision.Limits())
    #expect(supervision.due == nil)
    #expect(after(1_000_000, &supervision) == [])
  }

  private static let view = TurnView(
    idle: .seconds(4), lastActivity: .seconds(4), lastKind: "thought", lastProgress: nil, untilDeadline: nil)

  @Test("writes its warning once, with what is known of the turn")
  func warning() throws {
    var model = try EngineModel.active()
    try model.prompt("work")
    try model.agent(
      update: #"{"sessionUpdate":"tool_call","toolCallId":"c1","kind":"execute","title":"make","status":"pending"}"#)
    for _ in 0..<2 { try model.decide { try $0.warnOfSilence(Self.view) } }
    #expect(model.types.count { $0 == "runtime_warning" } == 1)
    let content = try model.content(model.types.count - 1)
    #expect(content["text"] == "Runtime activity is stale (4 seconds idle).")
    #expect(content["runtime"]?["idle_seconds"] == 4)
    #expect(content["runtime"]?["current_tool"] == "make")
    #expect(content["runtime"]?["turn_source"] == "user")
    #expect(content["runtime"]?["last_activity_kind"] == "thought")
    #expect(model.differences == 0)
  }

  @Test("cancels a stalled turn; an agent that ends it in time keeps its session, and the turn has failed")
  func endedInTime() throws {
    var model = try EngineModel.active()
    try model.prompt("work")
    for _ in 0..<2 { try model.decide { try $0.cancelStalledTurn(.activityTimeout, Self.view) } }
    #expect(model.sent.count { $0["method"] == "session/cancel" } == 1)
    #expect(model.types.suffix(2) == ["transcript_marker.created", "runtime_warning"])
    try model.agent(reply: .sessionPrompt, #"{"stopReason":"cancelled"}"#)
    #expect(model.types.last == "error")
    let content = try model.content(model.types.count - 1)
    #expect(content["failure"]?["kind"] == "timeout")
    #expect(content["error"] == "Runtime activity timed out (4 seconds idle).")
    #expect(model.state.lifecycle?.phase == .active)
    #expect(model.state.openTurn == nil)
    #expect(model.differences == 0)
  }

  @Test("takes a turn that came to its end all the same as what it is")
  func finishedAllTheSame() throws {
    var model = try EngineModel.active()
    try model.prompt("work")
    try model.decide { try $0.cancelStalledTurn(.promptDeadlineExceeded, Self.view) }
    try model.agent(reply: .sessionPrompt, #"{"stopReason":"end_turn"}"#)
    #expect(model.types.last == "done")
  }

  @Test("stops an agent that does not end its turn, with the cause")
  func stopped() throws {
    var model = try EngineModel.active()
    try model.prompt("work")
    try model.decide { try $0.cancelStalledTurn(.activityTimeout, Self.view) }
    try model.decide { try $0.abandonCancelledTurn($0.state.openStall) }
    #expect(model.types.last == "error")
    #expect(model.state.lifecycle?.phase == .stopping)
    try model.decide { try $0.endRun(.exited(code: nil, signal: 9, stderr: "", survivors: [])) }
    #expect(model.state.lifecycle?.result?.reason == "timeout")
    #expect(model.state.lifecycle?.result?.detail == "activity_timeout")
    #expect(model.types.count { $0 == "error" } == 1)
    #expect(model.differences == 0)
  }
}
