import JSON

/// How the health of a session is shown (contract: sessions §21).
enum SessionHealthView {
  /// The health of one session.
  static func one(_ health: JSONValue) -> Document {
    Document(health, human: [section(health)], toon: [toon("session_health", health)])
  }

  /// The health with what names the configuration.
  static func inspection(_ inspection: JSONValue) -> Document {
    let health = inspection["health"] ?? .null
    let policy = HumanBlock.section(
      "Policy Correlation",
      [("Policy Digest", inspection.text("policy_digest")), ("Config Digest", inspection.text("config_digest"))])
    return Document(inspection, human: [section(health), policy], toon: [toon("session_inspect", health)])
  }

  private static func section(_ health: JSONValue) -> HumanBlock {
    .section(
      "Session Health",
      [
        ("Session", health.text("session_id")), ("Workspace", health.text("workspace_id")),
        ("Agent", health.text("agent_name")), ("State", health.text("state")), ("Health", health.text("health")),
        ("Active Prompt", health.text("active_prompt")), ("Attachable", health.text("attachable")),
        ("Eligible For Wake", health.text("eligible_for_wake")),
        ("Ineligibility Reason", health.text("ineligibility_reason")),
        ("Last Activity", health.moment("last_activity_at")), ("Last Presence", health.moment("last_presence_at")),
        ("Updated", health.moment("updated_at")),
      ])
  }

  private static func toon(_ name: String, _ health: JSONValue) -> ToonBlock {
    .object(
      name,
      fields: ["session", "workspace", "agent", "state", "health", "eligible_for_wake", "reason"],
      values: [
        health.text("session_id"), health.text("workspace_id"), health.text("agent_name"), health.text("state"),
        health.text("health"), health.text("eligible_for_wake"), health.text("ineligibility_reason"),
      ])
  }
}
