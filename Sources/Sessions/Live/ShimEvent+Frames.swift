import AgentProcess
import Platform
import ShimProtocol

extension ShimEvent {
  /// What a report of the connection means to the session.
  static func events(_ event: ShimConnection.Event, requiredBuild: String?) -> [ShimEvent] {
    let said: ShimStream.Event
    switch event {
    case .said(let event): said = event
    case .unreachable(let errno): return [.unreachable(errno)]
    case .gone: return [.gone]
    }
    switch said {
    case .attached(let hello):
      let isForeign = requiredBuild.map { hello.build != ByteText($0) } ?? false
      return [
        .attached(
          pid: hello.agentPID, startTicks: hello.agentStartTicks, length: Int64(clamping: hello.length),
          terminals: hello.terminals.compactMap(TerminalReport.init),
          foreignBuild: isForeign ? hello.build.description : nil),
        .blocked(hello.blocked),
      ]
    case .refused(let refused): return [.refused(ShimRefusal(refused))]
    case .length(let length): return [.length(length)]
    case .accepted: return [.accepted]
    case .exited: return [.exited]
    case .blocked(let errno): return [.blocked(errno)]
    case .error(let kind, let text): return [.complained("\(text) (frame \(kind))")]
    case .terminal(let report): return TerminalReport(report).map { [.terminal($0)] } ?? []
    }
  }
}

extension ShimRefusal {
  fileprivate init(_ refused: ShimFrame.Refused) {
    self =
      switch refused.reason {
      case .olderGeneration: .laterGeneration(refused.highest)
      case .otherHome: .otherHome
      case .noCommonVersion: .otherProtocol
      }
  }
}

extension TerminalReport {
  /// nil for one that is released: nobody waits for it.
  fileprivate init?(_ report: ShimProtocol.TerminalReport) {
    let id = report.id.description
    switch report.state {
    case .running: self.init(id: id, condition: .running)
    case .failed:
      let reason = SystemError(operation: "start", errno: report.errno).reason
      self.init(id: id, condition: .failed(reason))
    case .exited:
      let signal = report.signal == 0 ? nil : report.signal
      self.init(id: id, condition: .exited(code: signal == nil ? report.code : nil, signal: signal))
    case .released: return nil
    }
  }
}
