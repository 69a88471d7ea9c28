import ACP
import JSON
import Platform

/// Commands that break the protocol in ways that were seen in agents.
extension Agent {
  private static let garbage: [[UInt8]] = [
    Array("Loading plugins... done\n".utf8),
    Array("\u{1B}[33mwarning:\u{1B}[0m deprecated option\n".utf8),
    Array("{\"level\":\"info\",\"msg\":\"listening\"}\n".utf8),
    Array("{\"jsonrpc\":\"2.0\",\"method\":\n".utf8),
    [0xFF, 0xFE, 0x00, 0x80, 0x0A],
  ]

  /// Lines that are no messages.
  func sendGarbage(lines: Int) throws {
    for index in 0..<lines { try peer.send(Self.garbage[index % Self.garbage.count]) }
  }

  /// Half a message now; the other half comes before whatever is sent next, if anything is.
  func sendPartialLine() throws {
    guard let conversation = conversations[sessionID] else { return }
    let number = nextChunk(of: conversation)
    let text = "#\(number) a line in two halves\n"
    try peer.sendHalf(SessionUpdate.line(sessionID: sessionID, .agentMessageChunk, text: text))
  }

  /// Starts processes that would stay behind when only the agent were killed.
  func spawnTree() throws {
    let members = ProcessTree.start()
    try say("started a tree: " + members.map { "\($0.role) \($0.pid)" }.joined(separator: ", "))
  }
}
