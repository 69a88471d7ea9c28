/// `[permissions]`
enum PermissionsSection {
  static let mode = Key(
    "permissions.mode", .choice("deny-all", "approve-reads", "approve-all"), PermissionMode.approveAll.rawValue,
    "What agents may do without being asked for: nothing, read, or everything.")
  static let requestTimeout = Key(
    "permissions.request_timeout", .anyDuration, Duration.zero,
    "How long an agent's request waits for a person; 0s is for ever.")

  static let settings = [mode.setting, requestTimeout.setting]
}
