public import JSON

/// A page of a transcript (contract: sessions §12.1).
public struct TranscriptPayload: Payload, Equatable {
  /// The messages, each as JSON.
  public var messages: [[UInt8]]
  /// The `before_sequence` of the page before this one; nil at the beginning.
  public var before: Int64?

  /// Makes a page.
  public init(messages: [[UInt8]], before: Int64?) {
    self.messages = messages
    self.before = before
  }

  /// Writes `{messages, before_sequence?}`.
  public func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.field("messages", listOf: messages)
      writer.field("before_sequence", before)
    }
  }
}

/// The latest of a session at a glance (contract: sessions §12.3).
public struct RecapPayload: Payload, Equatable {
  /// The session.
  public var session: SessionPayload
  /// The latest markers, latest first, each as JSON.
  public var markers: [[UInt8]]
  /// The latest messages, each as JSON.
  public var messages: [[UInt8]]
  /// How many markers tell of something that nobody has mended.
  public var pendingMarkers: Int
  /// When it was put together.
  public var generatedAt: String
  /// The sequence of the last event.
  public var head: Int64

  /// Makes a recap.
  public init(
    session: SessionPayload, markers: [[UInt8]], messages: [[UInt8]], pendingMarkers: Int, generatedAt: String,
    head: Int64
  ) {
    self.session = session
    self.markers = markers
    self.messages = messages
    self.pendingMarkers = pendingMarkers
    self.generatedAt = generatedAt
    self.head = head
  }

  /// Writes the recap. There is no queue of inputs, so that none is pending.
  public func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.field("session", session)
      writer.field("recent_markers", listOf: markers)
      writer.field("recent_messages", listOf: messages)
      writer.field("pending_inputs", 0)
      writer.field("pending_markers", pendingMarkers)
      writer.key("snapshot")
      writer.object { writer in
        writer.field("generated_at", generatedAt)
        writer.field("event_cursor", head)
        writer.field("transcript_cursor", head)
        writer.field("queue_generation", 0)
        writer.field("consistency", "persisted_reads")
      }
    }
  }
}

/// How a session is doing, with what it runs (contract: sessions §19.4).
public struct InspectionPayload: Payload, Equatable {
  /// How it is doing.
  public var health: HealthPayload
  /// The same for sessions that run the same thing, `sha256:` and hex digits.
  public var configurationDigest: String

  /// Makes an inspection.
  public init(health: HealthPayload, configurationDigest: String) {
    self.health = health
    self.configurationDigest = configurationDigest
  }

  /// Writes `{session_id, health, config_digest}`.
  public func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.field("session_id", health.sessionID)
      writer.field("health", health)
      writer.field("config_digest", configurationDigest)
    }
  }
}

extension JSONWriter {
  /// Writes a member with a list of values that are JSON already.
  fileprivate mutating func field(_ name: String, listOf values: [[UInt8]]) {
    key(name)
    array { writer in
      for value in values { writer.raw(value) }
    }
  }
}
