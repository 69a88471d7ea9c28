public import JSON

/// An answer, or a part of one, that writes itself as JSON.
public protocol Payload: Sendable {
  /// Writes the value.
  func write(to writer: inout JSONWriter)
}

extension Payload {
  /// The value as JSON text.
  public var json: [UInt8] {
    var writer = JSONWriter()
    write(to: &writer)
    return writer.bytes
  }
}

extension JSONWriter {
  /// Writes a member with a payload; nothing when it is nil.
  mutating func field(_ name: String, _ payload: (some Payload)?) {
    guard let payload else { return }
    key(name)
    payload.write(to: &self)
  }

  /// Writes a member with a list of payloads.
  mutating func field(_ name: String, list payloads: [some Payload]) {
    key(name)
    array { writer in
      for payload in payloads { payload.write(to: &writer) }
    }
  }

  /// Writes a member with a list of strings.
  mutating func field(_ name: String, list texts: [String]) {
    key(name)
    array { writer in
      for text in texts { writer.string(text) }
    }
  }
}

/// An object with one member: how the API wraps its answers (`{"session": …}`).
public struct Wrapped<Content: Payload>: Payload {
  private let name: String
  private let content: Content

  /// Wraps a payload under the name of its resource.
  public init(_ name: String, _ content: Content) {
    self.name = name
    self.content = content
  }

  /// Writes `{name: content}`.
  public func write(to writer: inout JSONWriter) {
    writer.object { $0.field(name, content) }
  }
}

/// An object with one list, and where its next page begins.
public struct WrappedList<Element: Payload>: Payload {
  private let name: String
  private let elements: [Element]
  private let nextCursor: String?

  /// Wraps a list under the plural of its resource.
  public init(_ name: String, _ elements: [Element], nextCursor: String? = nil) {
    self.name = name
    self.elements = elements
    self.nextCursor = nextCursor
  }

  /// Writes `{name: […], "next_cursor"?}`.
  public func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.field(name, list: elements)
      writer.field("next_cursor", nextCursor)
    }
  }
}
