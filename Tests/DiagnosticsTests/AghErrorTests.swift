import Diagnostics
import JSON
import Testing

@Suite struct AghErrorTests {
  @Test func anErrorSaysWhatHappenedAndWhatToDo() {
    let error = AghError(.unknownAgent, "unknown agent \"x\"")
    #expect(error.description == "unknown agent \"x\" (next: agh session new --agent general)")
    #expect(AghError(.unknownAgent, "m", next: "try y").description == "m (next: try y)")
  }

  @Test func theBodyCarriesTextCodeAndDiagnosticWithoutSecrets() throws {
    let item = DiagnosticItem(
      id: "cli.daemon_unavailable", code: "daemon_unavailable", severity: .error, category: .daemon,
      title: "Daemon unavailable", message: "password=hunter22", suggestedCommand: "agh daemon start",
      freshness: .offline, evidence: ["socket_path": "/x", "api_key": "abc", "cause": "token: abc"])
    let error = AghError(.daemonUnavailable, "not reachable, api_key=abc", diagnostic: item)
    #expect(
      error.body(redactor: Redactor()).text == """
        {"error":"not reachable, api_key=[REDACTED] (next: agh daemon start)","code":"daemon_unavailable",\
        "diagnostic":{"id":"cli.daemon_unavailable","code":"daemon_unavailable","severity":"error",\
        "category":"daemon","title":"Daemon unavailable","message":"password=[REDACTED]",\
        "suggested_command":"agh daemon start","data_freshness":"offline","evidence":{"socket_path":"/x",\
        "api_key":"[REDACTED]","cause":"token: [REDACTED]"}}}
        """)
  }

  @Test func aBodyBecomesTheSameErrorAgain() throws {
    let error = AghError(.sessionLimitReached, "20 of 20 (next: no) live", next: "agh session stop (one)")
    #expect(AghError(body: error.body(redactor: Redactor())) == error)
    #expect(AghError(body: ["error": "plain", "code": "usage"]) == AghError(.usage, "plain"))
    #expect(AghError(body: ["error": "plain", "code": "from_the_future"]) == nil)
    #expect(AghError(body: ["status": "ok"]) == nil)
  }

  @Test(arguments: ErrorCode.allCases)
  func everyCodeIsComplete(code: ErrorCode) {
    #expect(code.rawValue.allSatisfy { $0 == "_" || ("a"..."z").contains($0) })
    #expect((400...599).contains(code.httpStatus))
    #expect(code.exitStatus != .success)
    #expect(!code.defaultNext.isEmpty && !code.defaultNext.hasSuffix("."))
  }
}
