import JSON
import Platform

extension JSONValue {
  /// The text of a member for people: a string as it is, numbers and truth values as written, anything else empty.
  func text(_ key: String) -> String { self[key]?.plainText ?? "" }

  /// A moment of a member, in whole seconds UTC; as it stands when it is no moment.
  func moment(_ key: String) -> String {
    let text = text(key)
    guard let time = WallTime(rfc3339: text) else { return text }
    return Moment.seconds(time)
  }

  /// How long before `now` a member's moment lies, as `5m`.
  func age(_ key: String, now: WallTime) -> String {
    guard let time = WallTime(rfc3339: text(key)) else { return "" }
    return Moment.age(now - time)
  }

  private var plainText: String {
    switch self {
    case .string(let text): text
    case .number(let number): number.text
    case .bool(let value): value ? "true" : "false"
    case .null, .array, .object: ""
    }
  }
}

/// Times as people read them.
enum Moment {
  /// RFC 3339 in UTC without a fraction.
  static func seconds(_ time: WallTime) -> String {
    WallTime(nanoseconds: time.nanoseconds - remainder(time.nanoseconds)).rfc3339
  }

  /// The largest whole unit: `7s`, `5m`, `3h`, `2d`; never negative.
  static func age(_ duration: Duration) -> String {
    let seconds = max(0, duration.components.seconds)
    switch seconds {
    case ..<60: return "\(seconds)s"
    case ..<3600: return "\(seconds / 60)m"
    case ..<86400: return "\(seconds / 3600)h"
    default: return "\(seconds / 86400)d"
    }
  }

  private static func remainder(_ nanoseconds: Int64) -> Int64 {
    let rest = nanoseconds % 1_000_000_000
    return rest < 0 ? rest + 1_000_000_000 : rest
  }
}
