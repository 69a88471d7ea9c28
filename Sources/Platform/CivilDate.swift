/// A day of the Gregorian calendar, and its number counted from 1970-01-01.
///
/// The arithmetic runs over eras of 400 years with a year that begins in March, so that the leap day comes last.
package struct CivilDate: Equatable {
  package var year: Int64
  package var month: Int64
  package var dayOfMonth: Int64

  /// Fails for a day that the calendar does not have.
  init?(year: Int64, month: Int64, dayOfMonth: Int64) {
    self.year = year
    self.month = month
    self.dayOfMonth = dayOfMonth
    guard (1...12).contains(month), CivilDate(day: day) == self else { return nil }
  }

  /// The day that many days after 1970-01-01.
  package init(day: Int64) {
    let shifted = day + 719_468
    let era = shifted.floorDivided(by: 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    dayOfMonth = dayOfYear - (153 * marchMonth + 2) / 5 + 1
    month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  /// The number of the day.
  var day: Int64 {
    let marchYear = month <= 2 ? year - 1 : year
    let era = marchYear.floorDivided(by: 400)
    let yearOfEra = marchYear - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + dayOfMonth - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }
}

extension Int64 {
  package func floorDivided(by divisor: Int64) -> Int64 { (self - modulo(divisor)) / divisor }

  package func modulo(_ divisor: Int64) -> Int64 {
    let rest = self % divisor
    return rest < 0 ? rest + divisor : rest
  }

  /// The sum, held at the ends of the range.
  func addingHeld(_ other: Int64) -> Int64 {
    let (sum, overflow) = addingReportingOverflow(other)
    guard overflow else { return sum }
    return other > 0 ? .max : .min
  }
}

/// Reads the fixed-width numbers of a time stamp.
struct DigitScanner {
  private var rest: Substring.UTF8View

  init(_ text: String.UTF8View) {
    rest = text[...]
  }

  var isAtEnd: Bool { rest.isEmpty }

  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard let first = rest.first, UInt32(first) == character.value else { return false }
    rest.removeFirst()
    return true
  }

  mutating func number(_ width: Int) -> Int64? {
    let digits = rest.prefix(width)
    guard digits.count == width, digits.allSatisfy({ (48...57).contains($0) }) else { return nil }
    rest.removeFirst(width)
    return digits.reduce(0) { $0 * 10 + Int64($1 - 48) }
  }

  /// The fraction in nanoseconds: 0 without one, nil when a point stands without digits.
  mutating func fraction() -> Int64? {
    guard take(".") else { return 0 }
    let digits = rest.prefix { (48...57).contains($0) }
    guard !digits.isEmpty else { return nil }
    rest.removeFirst(digits.count)
    let kept = digits.prefix(9)
    let value = kept.reduce(Int64(0)) { $0 * 10 + Int64($1 - 48) }
    return (kept.count..<9).reduce(value) { value, _ in value * 10 }
  }

  /// The distance from UTC in seconds.
  mutating func offset() -> Int64? {
    if take("Z") || take("z") { return 0 }
    let negative = take("-")
    guard negative || take("+"), let hours = number(2), take(":"), let minutes = number(2), hours < 24, minutes < 60
    else { return nil }
    return (negative ? -1 : 1) * (hours * 3600 + minutes * 60)
  }
}

/// Writes the numbers of fixed width of a time stamp, each with what follows it.
struct DigitWriter {
  private(set) var count = 0
  private let text: UnsafeMutableBufferPointer<UInt8>

  /// Begins at the front of a buffer that has room for all of them.
  init(_ text: UnsafeMutableBufferPointer<UInt8>) {
    self.text = text
  }

  mutating func number(_ number: Int64, _ width: Int, then end: Unicode.Scalar) {
    var rest = number
    for place in (count..<count + width).reversed() {
      text[place] = UInt8(ascii: "0") + UInt8(rest % 10)
      rest /= 10
    }
    count += width
    text[count] = UInt8(ascii: end)
    count += 1
  }
}
