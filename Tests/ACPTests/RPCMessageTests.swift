import ACP
import JSON
import Testing

@Suite struct RPCMessageTests {
  private func parse(_ text: String) throws(RPCLineError) -> RPCMessage { try RPCMessage.parse(Array(text.utf8)) }

  @Test(
    arguments: [
      (#"{"jsonrpc":"2.0","id":7,"method":"m","params":{"a":1}}"#, .request(id: RPCID(7), method: "m")),
      (#"{"method":"m","id":"r-1"}"#, .request(id: RPCID(string: "r-1"), method: "m")),
      (#"{"jsonrpc":"2.0","method":"m"}"#, .notification(method: "m")),
      (#"{"jsonrpc":"2.0","id":3,"result":null}"#, .result(id: RPCID(3))),
      (#"{"jsonrpc":"2.0","id":3}"#, .result(id: RPCID(3))),
      (#"{"jsonrpc":"2.0","id":3,"result":{},"error":null}"#, .result(id: RPCID(3))),
      (#"{"jsonrpc":"2.0","id":"3","error":{"code":1,"message":"x"}}"#, .failure(id: RPCID(string: "3"))),
      (#" {"i\u0064":5,"m\u0065thod":"m"} "# + "\r\n", .request(id: RPCID(5), method: "m")),
    ] as [(String, RPCMessage.Kind)])
  func tellsCallsFromAnswers(text: String, kind: RPCMessage.Kind) throws {
    #expect(try parse(text).kind == kind)
  }

  @Test(arguments: ["", " \t\r\n"])
  func blankLinesAreNoNoise(text: String) {
    #expect(throws: RPCLineError.blank) { try parse(text) }
  }

  @Test(arguments: [
    "hello", "{", #"{"id":1,"id":2}"#, #"{"id":{},"method":"m"}"#, #"{"id":true}"#, #"{"method":5}"#, "[]", "3", "{}",
    #"{"level":"info","msg":"up"}"#, #"[{"jsonrpc":"2.0","method":"m"}]"#,
  ])
  func everythingElseIsNoise(text: String) {
    let error = #expect(throws: RPCLineError.self) { try parse(text) }
    #expect(error != .blank)
  }

  @Test func partsAreRangesOfTheLine() throws {
    let message = try parse(#"{"id":1,"method":"m","params": {"sessionId":"s-é","n":1.50} }"#)
    #expect(message.payloadBytes == Array(#"{"sessionId":"s-é","n":1.50}"#.utf8))
    #expect(message.payloadValue()["n"]?.number?.text == "1.50")
    #expect(message.acpSessionID == "s-é")
    #expect(try parse(#"{"id":1,"error":{"code":-32000,"message":"no"}}"#).payloadValue()["code"] == -32000)
    #expect(try parse(#"{"id":1}"#).payloadValue() == .null)
  }

  @Test func badUTF8IsReplacedAndSaid() throws {
    let line = Array(#"{"method":"m","params":{"t":"a"#.utf8) + [0xFF] + Array(#"b"}}"#.utf8)
    let message = try RPCMessage.parse(line)
    #expect(message.isRepaired)
    #expect(message.payloadValue()["t"] == "a\u{FFFD}b")
    #expect(try !parse(#"{"method":"m"}"#).isRepaired)
    #expect(throws: RPCLineError.self) { try RPCMessage.parse([0xFF, 0xFE]) }
  }

  @Test func idsAreKeptAsTheyCame() throws {
    for id in ["7", "-1", "1.0", "\"a b\"", "\"\\u0061\"", "null", "12345678901234567890"] {
      let message = try parse("{\"id\":\(id),\"method\":\"m\"}")
      guard case .request(let found, _) = message.kind else {
        Issue.record("not a request: \(id)")
        continue
      }
      #expect(found.json == id)
      #expect(RPCID(json: id) == found)
      let answer = RPCLine.result(id: found, [:])
      #expect(String(decoding: answer, as: UTF8.self) == "{\"jsonrpc\":\"2.0\",\"id\":\(id),\"result\":{}}\n")
    }
    #expect(RPCID(json: "{}") == nil)
    #expect(RPCID(json: "true") == nil)
    #expect(RPCID(json: "1.0")?.number == 1)
    #expect(RPCID(string: "1").number == nil)
  }

  @Test func idsAreTheSameHoweverTheyAreWritten() throws {
    let call = try parse(#"{"id":"caf\u00e9","method":"m"}"#)
    let parameters = try JSONParser.parse(#"{"requestId":"caf\u00e9"}"#)
    #expect(try call.kind == .request(id: CancelRequestNotification(json: parameters).requestID, method: "m"))
    #expect(Set([RPCID(json: #""\u0061""#), RPCID(string: "a")]).count == 1)
    #expect(RPCID(string: "1") != RPCID(1))
    #expect(RPCID(json: "1.0") != RPCID(1))
  }

  @Test func whatIsSentIsExactlyOneLine() throws {
    let nasty: JSONValue = ["text": "a\nb\r\u{2028}\u{0}\"\\", "nested": ["\n"]]
    for line in [
      RPCLine.request(id: RPCID(1), .sessionPrompt, nasty), RPCLine.notification(.sessionCancel, nasty),
      RPCLine.result(id: RPCID(string: "\n"), nasty),
      RPCLine.failure(id: RPCID(2), RPCError(.internalError, "a\nb", data: nasty)),
    ] {
      #expect(line.count { $0 == UInt8(ascii: "\n") } == 1)
      #expect(line.last == UInt8(ascii: "\n"))
      #expect(throws: Never.self) { try RPCMessage.parse(line) }
    }
  }

  @Test(arguments: [
    (#"{"code":-32000,"message":"auth"}"#, "auth (-32000)"),
    (#"{"code":-32603,"message":"Internal error","data":{"details":"disk"}}"#, "Internal error (-32603): disk"),
    (#"{"code":"x"}"#, #"{"code":"x"} (-32603)"#), (#""plain""#, #""plain" (-32603)"#),
  ])
  func errorsAreReadWhateverTheyAre(text: String, expected: String) throws {
    #expect(RPCError(json: try JSONParser.parse(text)).description == expected)
  }
}
