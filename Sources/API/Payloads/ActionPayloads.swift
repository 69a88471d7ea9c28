public import JSON

/// A lease of a client on a live session (contract: sessions §19.1).
public struct AttachPayload: Payload, Equatable {
  /// The session.
  public var sessionID: String
  /// Who holds it.
  public var attachedTo: String
  /// When it ends by itself; RFC 3339, as every time of a payload.
  public var expiresAt: String
  /// When it began.
  public var attachedAt: String

  /// Makes a lease.
  public init(sessionID: String, attachedTo: String, expiresAt: String, attachedAt: String) {
    self.sessionID = sessionID
    self.attachedTo = attachedTo
    self.expiresAt = expiresAt
    self.attachedAt = attachedAt
  }

  /// Writes the lease.
  public func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.field("session_id", sessionID)
      writer.field("attached_to", attachedTo)
      writer.field("attach_expires_at", expiresAt)
      writer.field("attached_at", attachedAt)
    }
  }
}

/// The answer to `attachSession`.
public struct AttachedPayload: Payload, Equatable {
  /// The session with its lease.
  public var session: SessionPayload
  /// The lease.
  public var attach: AttachPayload

  /// Makes an answer.
  public init(session: SessionPayload, attach: AttachPayload) {
    self.session = session
    self.attach = attach
  }

  /// Writes `{session, attach}`.
  public func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.field("session", session)
      writer.field("attach", attach)
    }
  }
}

/// The answer to `resumeSession`.
public struct ResumedPayload: Payload, Equatable {
  /// The session.
  public var session: SessionPayload
  /// `live`, `resume`, `load` or `primed`; nil while the start is not finished.
  public var mode: String?

  /// Makes an answer.
  public init(session: SessionPayload, mode: String?) {
    self.session = session
    self.mode = mode
  }

  /// Writes `{session, resume: {mode?}}`.
  public func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.field("session", session)
      writer.key("resume")
      writer.object { $0.field("mode", mode) }
    }
  }
}

/// A permission request that waits for a person.
public struct PermissionPayload: Payload, Equatable {
  /// The session that waits.
  public var sessionID: String
  /// Its workspace.
  public var workspaceID: String
  /// The turn it belongs to.
  public var turnID: String?
  /// The id to answer it by.
  public var requestID: String
  /// What the agent wants to do.
  public var title: String
  /// The first file it names, else the title.
  public var resource: String
  /// The decisions the agent offers.
  public var decisions: [String]
  /// When the agent asked.
  public var askedAt: String
  /// The contract's permission object (sessions §6.4), as JSON.
  public var raw: [UInt8]

  /// Makes a pending permission.
  public init(
    sessionID: String, workspaceID: String, turnID: String?, requestID: String, title: String, resource: String,
    decisions: [String], askedAt: String, raw: [UInt8]
  ) {
    self.sessionID = sessionID
    self.workspaceID = workspaceID
    self.turnID = turnID
    self.requestID = requestID
    self.title = title
    self.resource = resource
    self.decisions = decisions
    self.askedAt = askedAt
    self.raw = raw
  }

  /// Writes the request.
  public func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.field("session_id", sessionID)
      writer.field("workspace_id", workspaceID)
      writer.field("turn_id", turnID)
      writer.field("request_id", requestID)
      writer.field("title", title)
      writer.field("resource", resource)
      writer.field("decisions", list: decisions)
      writer.field("asked_at", askedAt)
      writer.field("raw", raw: raw)
    }
  }
}
