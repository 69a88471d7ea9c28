import Platform

/// The name of a session: `sess-` and 16 lower-case hex digits (contract: sessions §1).
///
/// An instance always holds a valid name, so it can be used as one component of a path.
public struct SessionID: Hashable, Sendable, CustomStringConvertible {
  /// The whole name, prefix included.
  public let text: String

  /// Fails unless `text` has the exact form of a session name.
  public init?(_ text: String) {
    guard Identifier.isValid(text, prefix: "sess-") else { return nil }
    self.text = text
  }

  /// The name made of eight bytes, from a random source or from the digest of an idempotency key.
  public init(bytes: some Sequence<UInt8>) {
    text = "sess-" + Identifier.hex(bytes)
  }

  /// The whole name.
  public var description: String { text }
}

/// The name of a turn: `turn-` and 16 lower-case hex digits (contract: sessions §1).
public struct TurnID: Hashable, Sendable, CustomStringConvertible {
  /// The whole name, prefix included.
  public let text: String

  /// Fails unless `text` has the exact form of a turn name.
  public init?(_ text: String) {
    guard Identifier.isValid(text, prefix: "turn-") else { return nil }
    self.text = text
  }

  /// The name made of eight bytes.
  public init(bytes: some Sequence<UInt8>) {
    text = "turn-" + Identifier.hex(bytes)
  }

  /// The whole name.
  public var description: String { text }
}

/// The name of a registered workspace: `ws_` and 16 lower-case hex digits (contract: content §1).
public struct WorkspaceID: Hashable, Sendable, CustomStringConvertible {
  /// The whole name, prefix included.
  public let text: String

  /// Fails unless `text` has the exact form of a workspace name.
  public init?(_ text: String) {
    guard Identifier.isValid(text, prefix: "ws_") else { return nil }
    self.text = text
  }

  /// The name made of eight bytes.
  public init(bytes: some Sequence<UInt8>) {
    text = "ws_" + Identifier.hex(bytes)
  }

  /// The whole name.
  public var description: String { text }
}

/// The number of a start of a session's shim, counted from 1 in each session.
public struct Epoch: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// Counted from 1.
  public let number: Int

  /// Makes the epoch of that number; callers pass 1 or more.
  public init(_ number: Int) {
    self.number = number
  }

  /// The epoch of the next start.
  public var next: Epoch { Epoch(number + 1) }

  /// Orders the starts as they happened.
  public static func < (left: Epoch, right: Epoch) -> Bool { left.number < right.number }

  /// The number in digits.
  public var description: String { String(number) }
}

/// What the identifiers share.
enum Identifier {
  static func isValid(_ text: String, prefix: String) -> Bool {
    let bytes = text.utf8
    guard text.hasPrefix(prefix), bytes.count == prefix.utf8.count + 16 else { return false }
    return bytes.dropFirst(prefix.utf8.count).allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
  }

  static func hex(_ bytes: some Sequence<UInt8>) -> String {
    Hex.encode(bytes.prefix(8))
  }
}
