import Home
import JSON
public import Journal
import Platform

/// Stored events in the forms of the contract. Pure: the same row always gives the same bytes, so what is replayed
/// equals what was live.
///
/// Nothing the agent sent is lost: its update object stands under `raw`, byte for byte but for line ends between its
/// parts, and unknown kinds as whole as known ones.
public enum EventProjection {
  /// How much of an event a reader wants at once.
  public enum Extent: Sendable {
    /// All of it.
    case whole
    /// An event above `inlineLimit` only as a reference to where all of it is.
    case streamed
  }

  /// The most bytes of stored content that a stream carries; a decoder of the contract takes 1 MiB in a line.
  public static let inlineLimit = 256 << 10

  /// The SessionEventPayload of lists and streams (sessions §19.3).
  public static func sessionEvent(
    _ event: EventView, in session: SessionSnapshot, extent: Extent = .whole
  ) -> [UInt8] {
    let row = event.row
    let fields = EventFields(row)
    var writer = JSONWriter(capacity: 2 * row.content.count + 512)
    writer.object { writer in
      writer.field("id", event.id)
      writer.field("session_id", session.id.text)
      writer.field("sequence", row.sequence)
      writer.field("turn_id", row.turn?.text ?? "")
      writer.field("type", row.type.name)
      writer.field("agent_name", row.agent)
      writer.field("workspace_id", session.workspaceID.text)
      writer.field("workspace_path", session.workspacePath)
      writer.fields(FieldOrder.correlation, of: fields)
      writer.field("root_session_id", session.id.text)
      writer.field("spawn_depth", 0)
      if extent == .streamed, row.content.count > inlineLimit {
        writer.field("content", JSONValue.null)
        writer.field("content_ref", reference(row, session))
      } else {
        writer.field("content", raw: envelope(row, fields, acpSession: session.acpSessionID))
      }
      if row.type == .sessionStopped { stop(fields, session, &writer) }
      writer.field("timestamp", WallTime(nanoseconds: row.time).rfc3339)
    }
    return writer.bytes
  }

  /// The AgentEventPayload of a prompt's stream (sessions §11.2); `failure` belongs to its raw form only.
  public static func agentEvent(_ row: EventRow, in session: SessionSnapshot, withFailure: Bool) -> [UInt8] {
    agentEvent(row, EventFields(row), in: session, withFailure: withFailure)
  }

  /// Whether an event belongs into the stream that answers a prompt: everything but the prompt itself.
  public static func isPartOfAnswer(_ row: EventRow) -> Bool {
    row.type != .userMessage || EventFields.update(of: row) != nil
  }

  static func agentEvent(
    _ row: EventRow, _ fields: EventFields, in session: SessionSnapshot, withFailure: Bool
  ) -> [UInt8] {
    var writer = JSONWriter(capacity: 2 * row.content.count + 512)
    writer.object { writer in
      writer.field("type", row.type.name)
      writer.field("session_id", session.acpSessionID)
      writer.field("turn_id", row.turn?.text)
      writer.fields(["request_id"], of: fields)
      writer.field("timestamp", WallTime(nanoseconds: row.time).rfc3339)
      if row.content.count > inlineLimit {
        writer.fields(["title", "tool_name", "tool_call_id", "tool_error"], of: fields)
        writer.field("content_ref", reference(row, session))
      } else {
        writer.fields(withFailure ? FieldOrder.body : FieldOrder.bodyWithoutFailure, of: fields)
        if fields["raw"] == nil, FieldOrder.hasNullRaw(row.type) { writer.field("raw", JSONValue.null) }
      }
    }
    return writer.bytes
  }

  /// The `content` envelope `agh.session.event.v1` (sessions §6.2); a JSON string when the stored content is not
  /// the object it should be.
  static func envelope(_ row: EventRow, _ fields: EventFields, acpSession: String?) -> [UInt8] {
    guard fields.isReadable else {
      return JSONValue.string(String(decoding: row.content, as: UTF8.self)).serialize()
    }
    var writer = JSONWriter(capacity: 2 * row.content.count + 256)
    writer.object { writer in
      writer.field("schema", "agh.session.event.v1")
      writer.field("type", row.type.name)
      writer.field("session_id", acpSession)
      writer.field("turn_id", row.turn?.text)
      writer.fields(FieldOrder.head, of: fields)
      writer.field("timestamp", WallTime(nanoseconds: row.time).rfc3339)
      writer.fields(FieldOrder.body, of: fields)
      for (key, json) in fields.members where !FieldOrder.known.contains(key) { writer.field(key, raw: json) }
    }
    return writer.bytes
  }

  /// Where the whole event is, and how large its stored content is.
  private static func reference(_ row: EventRow, _ session: SessionSnapshot) -> JSONValue {
    let path = "/api/workspaces/\(session.workspaceID)/sessions/\(session.id)/events/\(row.sequence)"
    return ["href": .string(path), "bytes": .int(row.content.count)]
  }

  /// The outer fields of a stop: the event's own, and the session's detail as long as it is about this stop.
  private static func stop(_ fields: EventFields, _ session: SessionSnapshot, _ writer: inout JSONWriter) {
    let isLatest = session.state == .stopped && session.stopReason == fields.text("stop_reason")
    writer.fields(["stop_reason"], of: fields)
    if isLatest { writer.field("stop_detail", session.stopDetail) }
    if fields["failure"] != nil {
      writer.fields(["failure"], of: fields)
    } else if isLatest, let failure = session.failure {
      writer.key("failure")
      writer.object { writer in
        writer.field("kind", failure.kind)
        writer.field("summary", failure.summary)
      }
    }
  }
}

/// The order of fields in the contract's objects (sessions §6.2).
enum FieldOrder {
  static let correlation = [
    "task_id", "run_id", "workflow_id", "claim_token_hash", "lease_until", "coordinator_session_id", "scheduler_reason",
    "hook_event", "hook_name", "actor_kind", "actor_id", "release_reason",
  ]

  static let head = ["request_id"] + correlation

  static let body = [
    "text", "title", "tool_name", "tool_call_id", "tool_input", "tool_result", "tool_error", "stop_reason", "action",
    "resource", "decision", "error", "failure", "synthetic", "usage", "runtime", "raw",
  ]

  static let bodyWithoutFailure = body.filter { $0 != "failure" }

  static let known = Set(correlation + body + ["request_id"])

  /// Live, these carry `raw` as null instead of leaving it out.
  static func hasNullRaw(_ type: EventType) -> Bool {
    type == .done || type == .runtimeWarning || type == .runtimeProgress
  }
}

extension JSONWriter {
  /// Writes those of the fields that are there, in the given order.
  mutating func fields(_ keys: [String], of fields: EventFields) {
    for key in keys {
      if let json = fields[key] { field(key, raw: json) }
    }
  }
}
