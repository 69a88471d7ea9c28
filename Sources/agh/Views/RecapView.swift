import JSON

/// How a recap is shown (contract: sessions §21).
enum RecapView {
  /// The recap of a session.
  static func one(_ recap: JSONValue) -> Document {
    let (session, snapshot) = (recap["session"] ?? .null, recap["snapshot"] ?? .null)
    let markers = recap["recent_markers"]?.array ?? []
    let messages = recap["recent_messages"]?.array ?? []
    let values = [
      session.text("id"), session.text("badge"), String(markers.count), String(messages.count),
      snapshot.text("event_cursor"), snapshot.text("consistency"),
    ]
    var human: [HumanBlock] = [
      .section(
        "Session Recap",
        Array(zip(["Session", "Badge", "Markers", "Messages", "Event Cursor", "Consistency"], values)))
    ]
    if !markers.isEmpty {
      human.append(.section("Recent Markers", markers.map { ($0.text("kind"), $0.text("summary")) }))
    }
    let fields = ["session_id", "badge", "markers", "messages", "event_cursor", "consistency"]
    return Document(recap, human: human, toon: [.object("recap", fields: fields, values: values)])
  }
}
