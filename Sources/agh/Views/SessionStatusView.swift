import JSON

/// How the health-oriented status of a session is shown (contract: sessions §21).
enum SessionStatusView {
  /// The status of one session, with when it may be woken where that is known.
  static func one(_ status: JSONValue) -> Document {
    var human: [HumanBlock] = [
      .section(
        "Session Status",
        [
          ("Session", status.text("session_id")), ("Workspace", status.text("workspace_id")),
          ("Agent", status.text("agent_name")), ("State", status.text("state")), ("Health", status.text("health")),
          ("Active Prompt", status.text("active_prompt")), ("Attachable", status.text("attachable")),
          ("Eligible For Wake", status.text("eligible_for_wake")),
          ("Ineligibility Reason", status.text("ineligibility_reason")), ("Updated", status.moment("updated_at")),
        ])
    ]
    if let wake = status["wake_state"] {
      human.append(
        .section(
          "Wake State",
          [
            ("Last Wake", wake.moment("last_wake_at")), ("Next Allowed", wake.moment("next_allowed_at")),
            ("Last Result", wake.text("last_result")), ("Last Reason", wake.text("last_reason")),
            ("Updated", wake.moment("updated_at")),
          ]))
    }
    let toon = ToonBlock.object(
      "session_status",
      fields: ["session", "workspace", "agent", "state", "health", "eligible_for_wake", "reason"],
      values: [
        status.text("session_id"), status.text("workspace_id"), status.text("agent_name"), status.text("state"),
        status.text("health"), status.text("eligible_for_wake"), status.text("ineligibility_reason"),
      ])
    return Document(status, human: human, toon: [toon])
  }
}
