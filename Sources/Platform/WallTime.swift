/// A point in time as a calendar and people know it: nanoseconds since 1970 in UTC, from 1678 to 2262.
public struct WallTime: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// Since 1970-01-01T00:00:00Z.
  public let nanoseconds: Int64

  /// The point that many nanoseconds after 1970.
  public init(nanoseconds: Int64) {
    self.nanoseconds = nanoseconds
  }

  /// Whether `left` comes before `right`.
  public static func < (left: WallTime, right: WallTime) -> Bool { left.nanoseconds < right.nanoseconds }

  /// The point `duration` later; held at the ends of the range.
  public static func + (time: WallTime, duration: Duration) -> WallTime {
    WallTime(nanoseconds: time.nanoseconds.addingHeld(duration.wholeNanoseconds))
  }

  /// How long after `earlier` it is.
  public static func - (later: WallTime, earlier: WallTime) -> Duration {
    .nanoseconds(later.nanoseconds) - .nanoseconds(earlier.nanoseconds)
  }

  /// The text for people.
  public var description: String { rfc3339 }
}

// MARK: - Text

extension WallTime {
  /// RFC 3339 in UTC with as many fractional digits as needed, at most 9: `2026-01-02T03:04:05.25Z`.
  public var rfc3339: String { text(fractionDigits: nil) }

  /// RFC 3339 in UTC with exactly 9 fractional digits, so that texts sort like times.
  public var fixed: String { text(fractionDigits: 9) }

  /// Every event carries a time: it is written into the text's own bytes.
  private func text(fractionDigits: Int?) -> String {
    let total = nanoseconds.floorDivided(by: 1_000_000_000)
    let date = CivilDate(day: total.floorDivided(by: 86400))
    let time = total.modulo(86400)
    var fraction = nanoseconds.modulo(1_000_000_000)
    var digits = 9
    while digits > fractionDigits ?? 0, fraction % 10 == 0 {
      fraction /= 10
      digits -= 1
    }
    return String(unsafeUninitializedCapacity: 30) { text in
      var writer = DigitWriter(text)
      writer.number(date.year, 4, then: "-")
      writer.number(date.month, 2, then: "-")
      writer.number(date.dayOfMonth, 2, then: "T")
      writer.number(time / 3600, 2, then: ":")
      writer.number(time / 60 % 60, 2, then: ":")
      writer.number(time % 60, 2, then: digits > 0 ? "." : "Z")
      if digits > 0 { writer.number(fraction, digits, then: "Z") }
      return writer.count
    }
  }

  /// Reads RFC 3339 with `Z` or an offset, and any number of fractional digits, of which the first 9 count.
  ///
  /// Nil for anything else, a day that the calendar does not have, or a point outside of the range. A leap second
  /// (`:60`) is the first second of the next minute.
  public init?(rfc3339 text: String) {
    var scanner = DigitScanner(text.utf8)
    guard let year = scanner.number(4), scanner.take("-"), let month = scanner.number(2), scanner.take("-"),
      let day = scanner.number(2), scanner.take("T") || scanner.take("t") || scanner.take(" "),
      let hour = scanner.number(2), scanner.take(":"), let minute = scanner.number(2), scanner.take(":"),
      let second = scanner.number(2), let fraction = scanner.fraction(), let offset = scanner.offset(),
      scanner.isAtEnd, let date = CivilDate(year: year, month: month, dayOfMonth: day), hour < 24, minute < 60,
      second <= 60
    else { return nil }
    let total = date.day * 86400 + hour * 3600 + minute * 60 + second - offset
    let (scaled, overflow) = total.multipliedReportingOverflow(by: 1_000_000_000)
    let (sum, carry) = scaled.addingReportingOverflow(fraction)
    guard !overflow, !carry else { return nil }
    self.init(nanoseconds: sum)
  }
}
