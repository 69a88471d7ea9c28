public import JSON

/// Why a session or a turn failed (contract: sessions §2.3).
public struct FailurePayload: Payload, Equatable {
  /// One of the kinds of the contract.
  public var kind: String
  /// What happened.
  public var summary: String?
  /// The code of the error catalogue, where there is one.
  public var code: String?

  /// Makes a failure.
  public init(kind: String, summary: String?, code: String?) {
    self.kind = kind
    self.summary = summary
    self.code = code
  }

  /// Writes the failure.
  public func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.field("kind", kind)
      writer.field("summary", summary)
      writer.field("code", code)
    }
  }
}

/// The process of an agent.
public struct ProcessPayload: Payload, Equatable {
  /// Its process id.
  public var pid: Int32
  /// Its start time in boot ticks: with the process id it names one process for good.
  public var startTicks: UInt64
  /// The start of the session's shim it belongs to.
  public var epoch: Int

  /// Makes a process.
  public init(pid: Int32, startTicks: UInt64, epoch: Int) {
    self.pid = pid
    self.startTicks = startTicks
    self.epoch = epoch
  }

  /// Writes the process.
  public func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.field("id", pid)
      writer.field("start_ticks", startTicks)
      writer.field("epoch", epoch)
    }
  }
}

/// Where an agent runs: always this host as it is.
struct SandboxPayload: Payload {
  let state: String

  func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.field("backend", "local")
      writer.field("profile", "local")
      writer.field("state", state)
    }
  }
}

/// From which session a session was spawned: none is.
struct LineagePayload: Payload {
  let rootSessionID: String

  func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.field("root_session_id", rootSessionID)
      writer.field("spawn_depth", 0)
      writer.field("auto_stop_on_parent", false)
      writer.field("spawn_budget", raw: Array(#"{"max_children":0,"max_depth":0,"ttl_seconds":0}"#.utf8))
      writer.key("permission_policy")
      writer.object { writer in
        for name in ["tools", "skills", "mcp_servers", "workspace_paths", "network_channels", "sandbox_profiles"] {
          writer.field(name, list: [String]())
        }
      }
    }
  }
}
