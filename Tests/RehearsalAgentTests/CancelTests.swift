import ACP
import Glibc
import JSON
import Testing

@Suite struct CancelTests {
  private let directory: TemporaryDirectory

  init() throws {
    directory = try TemporaryDirectory()
  }

  /// Cancels as soon as the first update has come.
  private func cancelAtFirstUpdate(_ client: TestClient, _ session: String) {
    client.onUpdate = { _ in
      client.onUpdate = { _ in }
      try client.notify(.sessionCancel, SessionReference(sessionID: session).json)
    }
  }

  @Test(arguments: ["stream 100000 chunks at 1000/s", "think; sleep 600s", "think; ask permission"])
  func endsTheTurnAsCancelled(script: String) throws {
    let client = try TestClient(in: directory)
    let session = try client.start(in: directory)
    client.handler = { _, _ in
      try client.notify(.sessionCancel, SessionReference(sessionID: session).json)
      return PermissionOutcome.cancelled.json
    }
    if !script.contains("permission") { cancelAtFirstUpdate(client, session) }
    #expect(try client.prompt(script, session).stopReason == .cancelled)
    #expect(try client.prompt("hello", session).stopReason == .endTurn)
  }

  @Test func theRequestItselfCanBeCancelled() throws {
    let client = try TestClient(in: directory)
    let session = try client.start(in: directory)
    client.onUpdate = { _ in try client.notify(.cancelRequest, CancelRequestNotification(requestID: RPCID(3)).json) }
    #expect(try client.prompt("think; sleep 600s", session).stopReason == .cancelled)
  }

  @Test func cancelOfAnotherSessionIsNone() throws {
    let client = try TestClient(in: directory)
    let session = try client.start(in: directory)
    cancelAtFirstUpdate(client, "other")
    #expect(try client.prompt("think; sleep 100ms; say hello", session).stopReason == .endTurn)
  }

  @Test func cancelCanBeIgnored() throws {
    let client = try TestClient(in: directory)
    let session = try client.start(in: directory)
    cancelAtFirstUpdate(client, session)
    #expect(try client.prompt("ignore-cancel\nstream 30 chunks at 200/s", session).stopReason == .endTurn)
    #expect(client.updates.numbers == Array(1...30))
  }

  @Test func aCancelledCommandIsKilledAndReleased() throws {
    let client = try TestClient(in: directory)
    let session = try client.start(in: directory)
    client.handler = { method, _ in
      switch method {
      case .requestPermission: return PermissionOutcome.selected("allow").json
      case .terminalCreate: return CreateTerminalResponse(terminalID: "term-1").json
      case .terminalWaitForExit:
        try client.notify(.sessionCancel, SessionReference(sessionID: session).json)
        throw RPCError(.requestCancelled, "Request cancelled")
      default: return [:]
      }
    }
    #expect(try client.prompt("run sleep 600", session).stopReason == .cancelled)
    #expect(client.calls.map(\.method).suffix(2) == ["terminal/kill", "terminal/release"])
  }

  @Test func answersOtherCallsWhileItWaits() throws {
    let client = try TestClient(in: directory)
    let session = try client.start(in: directory)
    client.handler = { _, _ in
      #expect(throws: RPCError.self) { try client.prompt("hello", session) }
      _ = try client.call(.sessionSetMode, SetModeRequest(sessionID: session, modeID: "auto").json)
      return PermissionOutcome.selected("allow").json
    }
    #expect(try client.prompt("ask permission; mode ask", session).stopReason == .endTurn)
  }

  @Test func closingASessionCancelsItsTurn() throws {
    let client = try TestClient(in: directory)
    let session = try client.start(in: directory)
    client.onUpdate = { _ in _ = try client.request(.sessionClose, SessionReference(sessionID: session).json) }
    #expect(try client.prompt("think; sleep 600s", session).stopReason == .cancelled)
    #expect(throws: RPCError.self) { try client.prompt("hello", session) }
  }
}
