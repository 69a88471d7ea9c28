import Diagnostics
import Home
import JSON
import Platform
import Testing

@Suite struct HomeFilesTests {
  private let directory: TemporaryDirectory
  private var home: HomeDirectory { directory.home }

  init() throws {
    directory = try TemporaryDirectory()
    try directory.home.prepare()
  }

  @Test func theDaemonsRecordIsWrittenReadAndRemoved() throws {
    let process = ProcessIdentity(bootID: "b", pid: 4711, startTicks: UInt64.max)
    let started = try #require(WallTime(rfc3339: "2026-11-25T10:00:00.5Z"))
    let info = DaemonInfo(
      process: process, port: 2123, startedAt: started, host: "localhost", socket: home.socket, homeID: "h",
      generation: 7, version: "0.1.0", buildID: "x")
    try info.write(home)
    #expect(try mode(home.daemonInfo) == 0o600)
    #expect(DaemonInfo.read(home) == info)
    #expect(DaemonInfo.read(home)?.process == process)
    #expect(
      try text(home.daemonInfo).hasPrefix(
        "{\n  \"pid\": 4711,\n  \"port\": 2123,\n  \"started_at\": \"2026-11-25T10:00:00.5Z\",\n"))
    #expect(try text(home.daemonInfo).hasSuffix("}\n"))
    try DaemonInfo.remove(home)
    try DaemonInfo.remove(home)
    #expect(DaemonInfo.read(home) == nil)
  }

  @Test(arguments: ["", "{", "{}", #"{"pid":1,"port":2,"started_at":"x"}"#])
  func aRecordThatCannotBeReadIsNone(content: String) throws {
    try write(content, to: home.daemonInfo)
    #expect(DaemonInfo.read(home) == nil)
  }

  @Test func metaHasTheContractsFieldsWithoutSecrets() throws {
    let id = try #require(SessionID("sess-0123456789abcdef"))
    let time = try #require(WallTime(rfc3339: "2026-11-25T10:00:00Z"))
    var meta = SessionMeta(
      id: id, agentName: "general", workspaceID: "ws_0123456789abcdef", state: "stopped", createdAt: time,
      updatedAt: time, appliedSequence: 12)
    meta.provider = "rehearsal"
    meta.stopReason = "error"
    meta.stopDetail = "agent said api_key=abcdef"
    meta.failure = ["kind": "process_exit", "summary": "token: abcdef"]
    try Directory.make(home.session(id).path)
    try meta.write(to: home.session(id), redactor: Redactor())
    #expect(try mode(home.session(id).meta) == 0o600)
    let json = try JSONParser.parse(try text(home.session(id).meta))
    #expect(
      json.object?.keys == [
        "id", "agent_name", "provider", "workspace_id", "session_type", "lineage", "state", "stop_reason",
        "stop_detail", "failure", "created_at", "updated_at", "applied_sequence",
      ])
    #expect(json["stop_detail"] == "agent said api_key=[REDACTED]")
    #expect(json["failure"]?["summary"] == "token: [REDACTED]")
    #expect(json["lineage"]?["root_session_id"]?.string == id.text)
    #expect(json["applied_sequence"] == 12)
  }
}
