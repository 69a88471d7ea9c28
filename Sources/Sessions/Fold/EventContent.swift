import JSON
import Platform

/// The stored content of events that the daemon makes itself: the contract's own field names (sessions §6.1–6.4), and
/// nothing that can be derived.
enum EventContent {
  static func userMessage(_ text: String) -> [UInt8] {
    object(["text": .string(text)])
  }

  static func done(stopReason: String, usage: JSONValue?) -> [UInt8] {
    object(["stop_reason": .string(stopReason), "usage": usage])
  }

  static func error(_ text: String, stopReason: String? = nil, failure: Failure?) -> [UInt8] {
    object([
      "stop_reason": stopReason.map(JSONValue.string), "error": .string(text), "failure": failure.map(Self.failure),
    ])
  }

  static func stopped(_ result: StopResult) -> [UInt8] {
    object([
      "stop_reason": .string(result.reason), "error": result.failure?.summary.map(JSONValue.string),
      "failure": result.failure.map(failure),
      "survivors": result.survivors.isEmpty ? nil : .array(result.survivors.map { .int($0) }),
    ])
  }

  static func lateAnswer(request: String, decision: String, ended: String) -> [UInt8] {
    object([
      "text": .string("An answer (\(decision)) came after the permission request had ended (\(ended))."),
      "request_id": .string(request), "decision": .string(decision),
    ])
  }

  static func marker(
    kind: String, summary: String, evidence: KeyValuePairs<String, JSONValue>, at time: Int64
  ) -> [UInt8] {
    var raw = JSONObject()
    raw["kind"] = .string(kind)
    raw["occurred_at"] = .string(WallTime(nanoseconds: time).rfc3339)
    raw["summary"] = .string(summary)
    if !evidence.isEmpty {
      var members = JSONObject()
      for (key, value) in evidence { members[key] = value }
      raw["evidence"] = .object(members)
    }
    return object([
      "text": .string(summary), "title": .string(kind), "tool_name": .string(kind), "raw": .object(raw),
    ])
  }

  /// A progress report or a warning of a turn's supervision.
  static func runtime(_ text: String, _ runtime: JSONValue, raw: JSONValue?) -> [UInt8] {
    object(["text": .string(text), "runtime": runtime, "raw": raw])
  }

  static func failure(_ failure: Failure) -> JSONValue {
    .object(omittingNil: [
      "kind": .string(failure.kind), "summary": failure.summary.map(JSONValue.string),
      "code": failure.code.map(JSONValue.string),
    ])
  }

  private static func object(_ members: KeyValuePairs<String, JSONValue?>) -> [UInt8] {
    JSONValue.object(omittingNil: members).serialize()
  }
}
