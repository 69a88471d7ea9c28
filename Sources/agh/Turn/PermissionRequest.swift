import JSON

/// What an agent asks leave for, as told by a `permission` event (contract: sessions §6.4).
struct PermissionRequest: Equatable {
  /// Names the request when it is answered.
  let id: String
  /// What it is about, with the path when the title does not hold it.
  let subject: String
  /// The answers that the agent understands.
  let offered: [String]
  /// The answer, once there is one.
  let decision: String?

  /// Reads an event.
  init(_ event: JSONValue) {
    let raw = event["raw"] ?? .null
    let title = event.text("title")
    let resource = event.text("resource")
    id = event.text("request_id")
    subject =
      resource.isEmpty || title.contains(resource) || resource == title
      ? title : title.isEmpty ? resource : "\(title) (\(resource))"
    offered = (raw["options"]?.array ?? []).compactMap { $0["decision"]?.string }
    let decided = event.text("decision")
    decision = decided.isEmpty ? nil : decided
  }

  /// The keys that answer it, with the decision behind each, in the order they are shown.
  var keys: [(key: String, decision: String, label: String)] {
    let all = [
      ("y", "allow-once", "yes"), ("a", "allow-always", "always"), ("n", "reject-once", "no"),
      ("d", "reject-always", "never"),
    ]
    return all.filter { offered.contains($0.1) }
  }
}
