import JSON

/// How workspaces are shown (contract: cli-output, workspace).
enum WorkspaceView {
  /// One registered workspace.
  static func one(_ workspace: JSONValue) -> Document {
    Document(
      workspace, human: [section(workspace)],
      toon: [
        .object(
          "workspace",
          fields: [
            "id", "name", "root_dir", "add_dirs", "default_agent", "sandbox_ref", "created_at", "updated_at",
          ],
          values: [
            workspace.text("id"), workspace.text("name"), workspace.text("root_dir"), directories(workspace),
            workspace.text("default_agent"), workspace.text("sandbox_ref"), workspace.moment("created_at"),
            workspace.moment("updated_at"),
          ])
      ])
  }

  /// A list of workspaces.
  static func list(_ workspaces: [JSONValue]) -> Document {
    let rows = workspaces.map { workspace in
      [
        workspace.text("id"), workspace.text("name"), workspace.text("root_dir"),
        String(workspace["add_dirs"]?.array?.count ?? 0), workspace.text("default_agent"),
        workspace.text("sandbox_ref"), workspace.moment("updated_at"),
      ]
    }
    return Document(
      .array(workspaces),
      human: [
        .table(
          "Workspaces",
          columns: ["ID", "Name", "Root", "Add Dirs", "Default Agent", "Sandbox", "Updated"], rows: rows)
      ],
      toon: [
        .list(
          "workspaces",
          fields: ["id", "name", "root_dir", "add_dir_count", "default_agent", "sandbox_ref", "updated_at"],
          rows: rows)
      ])
  }

  /// A workspace with the sessions, agents and skills in it.
  static func detail(_ detail: JSONValue) -> Document {
    let workspace = detail["workspace"] ?? .null
    let sessions = rows(detail["sessions"]) { session in
      [
        session.text("id"), session.text("name"), session.text("agent_name"), session.text("state"),
        session.text("workspace_id"), session.moment("updated_at"),
      ]
    }
    let agents = rows(detail["agents"]) { agent in
      [
        agent.text("name"), agent.text("provider"), agent.text("model"), categories(agent), agent.text("permissions"),
      ]
    }
    let skills = rows(detail["skills"]) { skill in [skill.text("name"), skill.text("source"), skill.text("dir")] }
    return Document(
      detail,
      human: [
        section(workspace),
        .table("Sessions", columns: ["ID", "Name", "Agent", "State", "Workspace", "Updated"], rows: sessions),
        .table("Agents", columns: ["Name", "Provider", "Model", "Category", "Permissions"], rows: agents),
        .table("Skills", columns: ["Name", "Source", "Directory"], rows: skills),
      ],
      toon: one(workspace).toon + [
        .list("sessions", fields: ["id", "name", "agent_name", "state", "workspace", "updated_at"], rows: sessions),
        .list("agents", fields: ["name", "provider", "model", "category", "permissions"], rows: agents),
        .list("skills", fields: ["name", "source", "dir"], rows: skills),
      ])
  }

  private static func section(_ workspace: JSONValue) -> HumanBlock {
    .section(
      "Workspace",
      [
        ("ID", workspace.text("id")), ("Name", workspace.text("name")), ("Root", workspace.text("root_dir")),
        ("Additional Dirs", directories(workspace)), ("Default Agent", workspace.text("default_agent")),
        ("Sandbox", workspace.text("sandbox_ref")), ("Created", workspace.moment("created_at")),
        ("Updated", workspace.moment("updated_at")),
      ])
  }

  private static func rows(_ list: JSONValue?, _ cells: (JSONValue) -> [String]) -> [[String]] {
    (list?.array ?? []).map(cells)
  }

  private static func directories(_ workspace: JSONValue) -> String {
    (workspace["add_dirs"]?.array ?? []).compactMap(\.string).joined(separator: ", ")
  }

  private static func categories(_ agent: JSONValue) -> String {
    (agent["category_path"]?.array ?? []).compactMap(\.string).joined(separator: "/")
  }
}
