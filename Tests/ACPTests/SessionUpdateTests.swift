import ACP
import JSON
import Testing

@Suite struct SessionUpdateTests {
  private func read(_ update: String) throws -> SessionUpdate {
    let line = #"{"jsonrpc":"2.0","method":"session/update","params":{"sessionId":"s1","update":\#(update)}}"#
    let message = try RPCMessage.parse(Array(line.utf8))
    let found = try #require(try message.sessionUpdate())
    #expect(found.object == Array(update.utf8))
    #expect(message.acpSessionID == "s1")
    return found
  }

  @Test(arguments: UpdateSamples.all)
  func everyKindIsKeptByteForByte(update: String) throws {
    let found = try read(update)
    #expect(try JSONParser.parse(update, duplicateKeys: .lastWins)["sessionUpdate"]?.string == found.kind.rawValue)
  }

  @Test func theSamplesCoverTheProtocol() throws {
    let kinds = Set(try UpdateSamples.all.map { try read($0).kind })
    #expect(kinds.isSuperset(of: UpdateKind.known))
    #expect(kinds.count == UpdateKind.known.count + 3)
  }

  @Test func readsWhatIsLookedAtFirst() throws {
    let call = try read(UpdateSamples.toolCall)
    #expect(call.toolCallID == "call-1")
    #expect(call.title == "Edit \"notes.txt\"")
    #expect(call.toolKind == .edit)
    #expect(call.status == .pending)
    #expect(call.locations == [ToolCallLocation(path: "/w/notes.txt", line: 3)])
    #expect(call.rawInput == Array(#"{"path":"notes.txt", "n": 1.50}"#.utf8))
    #expect(call.text == nil)
    #expect(ToolCallStatus.failed.isFinal)
    #expect(!ToolCallStatus(rawValue: "paused").isFinal)
  }

  @Test(
    arguments: [
      (#"{"sessionUpdate":"agent_message_chunk","content":{"type":"text","text":"a\u00e9\n"}}"#, "aé\n"),
      (#"{"content":{"text":"t","type":"text"},"sessionUpdate":"agent_message_chunk"}"#, "t"),
      (
        #"{"sessionUpdate":"agent_message_chunk","content":{"type":"resource_link","uri":"file:///x","name":"x"}}"#,
        "file:///x"
      ), (#"{"sessionUpdate":"agent_message_chunk","content":{"type":"image","data":"","mimeType":"image/png"}}"#, nil),
      (#"{"sessionUpdate":"agent_message_chunk","content":[{"type":"text","text":"x"}]}"#, nil),
      (#"{"sessionUpdate":"agent_message_chunk"}"#, nil),
    ] as [(String, String?)])
  func findsTheText(update: String, text: String?) throws {
    #expect(try read(update).text == text)
  }

  @Test func bothWaysToMakeAChunkGiveTheSameLine() {
    let text = "a \"b\"\n\u{1}é"
    #expect(
      SessionUpdate.line(sessionID: "s", .agentMessageChunk, text: text)
        == SessionUpdate.line(sessionID: "s", SessionUpdate.chunk(.agentMessageChunk, ContentBlock(text: text))))
  }

  @Test func oddUpdatesAreKeptToo() throws {
    #expect(try read("{}").kind.rawValue == "")
    #expect(try read(#"{"sessionUpdate":5}"#).kind.rawValue == "")
    #expect(try read(#"{"sessionUpdate":"x","title":7,"locations":"no"}"#).title == nil)
  }

  @Test func otherMessagesHoldNoUpdate() throws {
    for line in [
      #"{"method":"session/update","params":{"sessionId":"s"}}"#, #"{"method":"session/update"}"#,
      #"{"method":"session/update","params":{"update":[]}}"#, #"{"method":"other","params":{"update":{}}}"#,
      #"{"id":1,"method":"session/update","params":{"update":{}}}"#,
    ] {
      #expect(try RPCMessage.parse(Array(line.utf8)).sessionUpdate() == nil)
    }
  }

  @Test func aFieldThatStandsTwiceIsRefused() throws {
    let line = #"{"method":"session/update","params":{"update":{"toolCallId":"a","toolCallId":"b"}}}"#
    let message = try RPCMessage.parse(Array(line.utf8))
    #expect(throws: JSONError.self) { try message.sessionUpdate() }
  }
}
