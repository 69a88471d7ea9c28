import API
import Home
import Platform
import Sessions

extension WorkspacePayload {
  /// A workspace as the contract has it.
  init(_ record: WorkspaceRecord) {
    self.init(
      id: record.id.text, root: record.root, additional: record.additional, name: record.name,
      defaultAgent: record.defaultAgent, createdAt: record.createdAt.rfc3339, updatedAt: record.updatedAt.rfc3339)
  }
}

extension PermissionPayload {
  /// A pending permission as the API lists it.
  init(_ pending: PendingPermission) {
    self.init(
      sessionID: pending.sessionID.text, workspaceID: pending.workspaceID.text, turnID: pending.turnID?.text,
      requestID: pending.requestID, title: pending.title, resource: pending.resource,
      decisions: pending.decisions, askedAt: pending.askedAt.rfc3339, raw: pending.raw)
  }
}
