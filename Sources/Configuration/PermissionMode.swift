/// What an agent may do without asking (contract: sessions §16).
public enum PermissionMode: String, Sendable, CaseIterable {
  /// Nothing; whatever it asks for is refused.
  case denyAll = "deny-all"
  /// Read; a person decides about the rest.
  case approveReads = "approve-reads"
  /// Everything.
  case approveAll = "approve-all"
}
