import AgentProcess
import ShimProtocol

extension ShimConnection: ShimLink {
  func stop(_ ladder: StopLadder) {
    stop(
      ladder == .none
        ? .kill
        : ClientFrame.Stop(
          inputGrace: UInt32(ladder.closeGrace), terminationGrace: UInt32(ladder.terminateGrace)))
  }

  func startTerminal(_ id: String, _ order: TerminalOrder) {
    start(
      ClientFrame.TerminalStart(
        id: ByteText(id), arguments: order.arguments.map { ByteText($0) }, directory: ByteText(order.directory),
        environment: order.environment.map { ByteText($0) }, outputLimit: UInt64(order.outputLimit)))
  }

  func killTerminal(_ id: String) { kill(terminal: id) }
  func releaseTerminal(_ id: String) { release(terminal: id) }
}
