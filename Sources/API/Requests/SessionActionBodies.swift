public import Diagnostics

/// The body of `approveSession`.
public struct ApproveBody: Sendable, Equatable {
  /// The id of the permission request.
  public var requestID: String?
  /// The turn it belongs to, where only one is pending.
  public var turnID: String?
  /// One of the four decisions.
  public var decision: String

  /// Reads and checks a body.
  ///
  /// - Throws: `invalid_json`, `invalid_request`, `invalid_decision`.
  public init(_ bytes: [UInt8]) throws(AghError) {
    let body = try BodyReader(bytes)
    requestID = try body.text("request_id")
    turnID = try body.text("turn_id")
    decision = try body.text("decision") ?? ""
    guard requestID != nil || turnID != nil else {
      throw AghError(.invalidRequest, "request_id or turn_id is required")
    }
    guard Self.decisions.contains(decision) else {
      throw AghError(.invalidDecision, "invalid decision \"\(decision)\"")
    }
  }

  /// The decisions there are.
  public static let decisions = ["allow-once", "allow-always", "reject-once", "reject-always"]
}

/// The body of `attachSession`, which may be empty.
public struct AttachBody: Sendable, Equatable {
  /// Who attaches; nil means the daemon names the transport.
  public var attachedTo: String?
  /// How long the lease holds.
  public var timeToLive: Duration

  /// Reads and checks a body.
  ///
  /// - Throws: `invalid_json`, `invalid_request`.
  public init(_ bytes: [UInt8]) throws(AghError) {
    let body = try BodyReader(bytes, allowsEmpty: true)
    attachedTo = try body.text("attached_to")
    let seconds = try body.integer("ttl_seconds") ?? 0
    guard seconds <= Self.longest else {
      throw AghError(.invalidRequest, "ttl_seconds must be at most \(Self.longest)")
    }
    timeToLive = .seconds(seconds > 0 ? seconds : Self.usual)
  }

  private static let usual = 15 * 60
  private static let longest = 24 * 60 * 60
}
