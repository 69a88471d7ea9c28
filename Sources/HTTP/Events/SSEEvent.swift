/// One server-sent event.
public struct SSEEvent: Sendable, Equatable {
  /// The cursor a client resumes from, or nil for an event that does not move it.
  public var id: String?
  /// The event's type; nil means `message`.
  public var event: String?
  /// The payload. Line ends inside become several `data:` lines, which a reader joins by `\n` again.
  public var data: [UInt8]

  /// An event with these fields.
  public init(id: String? = nil, event: String? = nil, data: [UInt8]) {
    self.id = id
    self.event = event
    self.data = data
  }

  /// An event whose payload is a text.
  public init(id: String? = nil, event: String? = nil, data: String) {
    self.init(id: id, event: event, data: Array(data.utf8))
  }

  /// The payload as text; bytes that are not UTF-8 are replaced.
  public var text: String { String(decoding: data, as: UTF8.self) }
}
