import ACP
import JSON
import Journal
import Platform

extension LiveSession {
  /// Orders the shim to start the terminal of a request; its report is the answer. A repeated order starts nothing twice.
  func answerTerminalCreate(_ request: RequestRow) throws {
    let order: TerminalOrder
    do throws(RPCError) {
      order = try TerminalPlan.order(
        Self.params(of: request), creation: state.creation,
        base: state.creation.map(environment.terminalEnvironment) ?? [])
    } catch {
      return try decide { try $0.answerTerminalCreate(request, error: error) }
    }
    guard let shim, shim.isAttached, let data = request.data else { return }
    let terminal = try RecordCoding.decode(TerminalRequest.self, data).terminal
    FaultPoint.hit("terminal.start.before")
    shim.startTerminal(terminal, order)
    FaultPoint.hit("terminal.start.after")
  }

  func answerTerminalOutput(_ request: RequestRow) throws {
    guard let terminal = terminal(of: request) else { return }
    let output = try environment.host.terminalOutput(
      id, terminal.epoch, terminal.id, limit: try RecordCoding.decode(TerminalData.self, terminal.data).outputLimit)
    try decide { draft in
      try draft.answer(
        request.number,
        result: .object(omittingNil: [
          "output": .string(output.text), "truncated": .bool(output.isTruncated),
          "exitStatus": try TerminalPlan.exitStatus(terminal),
        ]))
    }
  }

  /// Waits until the terminal's exit is committed.
  func answerTerminalWait(_ request: RequestRow) throws {
    guard let terminal = terminal(of: request), let status = try TerminalPlan.exitStatus(terminal) else { return }
    try decide { try $0.answer(request.number, result: status) }
  }

  /// Kills a terminal, or forgets it altogether. Both can be repeated.
  func answerTerminalEnd(_ request: RequestRow) throws {
    guard let terminal = terminal(of: request), let shim, shim.isAttached else { return }
    let isRelease = request.method == ACPMethod.terminalRelease.rawValue
    if isRelease { shim.releaseTerminal(terminal.id) } else { shim.killTerminal(terminal.id) }
    try decide { draft in
      try draft.answer(request.number, result: .object(JSONObject()))
      if isRelease { try draft.releaseTerminal(terminal.id) }
    }
  }

  /// Takes what the shim says of terminals.
  func takeTerminals(_ reports: [TerminalReport]) throws {
    let news = reports.filter { state.terminals[$0.id] != nil }
    guard !news.isEmpty else { return }
    try decide { draft in
      for report in news { try draft.take(report) }
    }
  }

  private func terminal(of request: RequestRow) -> TerminalRow? {
    Self.params(of: request)["terminalId"]?.string.flatMap { state.terminals[$0] }
  }
}
