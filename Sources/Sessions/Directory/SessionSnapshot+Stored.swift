import Catalog
import Home
import JSON
import Platform

// A session as it stands in the catalog and in `meta.json`.

extension SessionEntry {
  /// The row of a session's present state.
  init(_ session: SessionSnapshot) {
    self.init(
      id: session.id, agentName: session.agentName, workspaceID: session.workspaceID, state: session.state.rawValue,
      createdAt: session.createdAt, updatedAt: session.updatedAt)
    name = session.name
    provider = session.provider
    model = session.model
    reasoningEffort = session.reasoningEffort
    permissions = session.permissionMode
    workspacePath = session.workspacePath
    acpSessionID = session.acpSessionID
    stopReason = session.stopReason
    stopDetail = session.stopDetail
    failureKind = session.failure?.kind
    failureSummary = session.failure?.summary
    subprocessPID = session.process.map { Int($0.pid) } ?? 0
    lastUpdateAt = session.updatedAt
    rootSessionID = session.id
    journalEpoch = session.journalEpoch
    appliedSequence = session.head
    payload = JSONValue.object(omittingNil: [
      "failure_code": session.failure?.code.map(JSONValue.string), "noise_lines": .int(session.noiseLines),
      "capabilities": session.capabilities.flatMap { try? JSONParser.parse($0) },
    ]).serialize()
  }
}

extension SessionSnapshot {
  /// What a stored row says of a session.
  init(_ entry: SessionEntry) {
    self.init(
      id: entry.id, agentName: entry.agentName, provider: entry.provider, workspaceID: entry.workspaceID,
      workspacePath: entry.workspacePath ?? "", permissionMode: entry.permissions ?? "",
      state: State(rawValue: entry.state) ?? .stopped, createdAt: entry.createdAt, updatedAt: entry.updatedAt)
    let payload = try? JSONParser.parse(entry.payload)
    name = entry.name
    model = entry.model
    reasoningEffort = entry.reasoningEffort
    acpSessionID = entry.acpSessionID
    stopReason = entry.stopReason
    stopDetail = entry.stopDetail
    failure = entry.failureKind.map {
      Failure(kind: $0, summary: entry.failureSummary, code: payload?["failure_code"]?.string)
    }
    capabilities = payload?["capabilities"]?.serialize()
    noiseLines = payload?["noise_lines"]?.int ?? 0
    head = entry.appliedSequence
    journalEpoch = entry.journalEpoch
  }
}

extension SessionMeta {
  /// `meta.json` of a session's present state.
  init(_ session: SessionSnapshot) {
    self.init(
      id: session.id, agentName: session.agentName, workspaceID: session.workspaceID.text,
      state: session.state.rawValue, createdAt: session.createdAt, updatedAt: session.updatedAt,
      appliedSequence: session.head)
    name = session.name
    provider = session.provider
    model = session.model
    reasoningEffort = session.reasoningEffort
    permissions = session.permissionMode
    stopReason = session.stopReason
    stopDetail = session.stopDetail
    failure = session.failure.map { failure in
      .object(omittingNil: ["kind": .string(failure.kind), "summary": failure.summary.map(JSONValue.string)])
    }
    agentSessionID = session.acpSessionID
    liveness = session.process.map { ["subprocess_pid": .int($0.pid)] }
  }
}
