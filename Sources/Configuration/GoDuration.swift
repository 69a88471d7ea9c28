/// Durations as Go writes them, which is how the configuration has them: `5s`, `1h30m`, `300ms`, `0`.
enum GoDuration {
  /// Reads a duration; nil when the text is none, or beyond 292 years.
  static func parse(_ text: String) -> Duration? {
    var rest = text.utf8[...]
    let negative = rest.first == UInt8(ascii: "-")
    if negative || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
    if rest.elementsEqual("0".utf8) { return .zero }
    guard !rest.isEmpty else { return nil }
    var total: Int64 = 0
    while !rest.isEmpty {
      guard let part = takePart(&rest) else { return nil }
      let (sum, overflow) = total.addingReportingOverflow(part)
      if overflow { return nil }
      total = sum
    }
    return .nanoseconds(negative ? -total : total)
  }

  /// The shortest text that Go prints for it: `1h30m0s`, `1.5s`, `300ms`, `0s`.
  static func format(_ duration: Duration) -> String {
    let nanoseconds = Int64(clamping: duration.wholeNanoseconds)
    if nanoseconds == 0 { return "0s" }
    let sign = nanoseconds < 0 ? "-" : ""
    let size = nanoseconds.magnitude
    for (unit, name) in [(1_000 as UInt64, "ns"), (1_000_000, "µs"), (1_000_000_000, "ms")] where size < unit {
      return sign + decimal(size, unit: unit / 1_000) + name
    }
    let seconds = decimal(size % 60_000_000_000, unit: 1_000_000_000) + "s"
    let minutes = size / 60_000_000_000
    if minutes == 0 { return sign + seconds }
    if minutes < 60 { return "\(sign)\(minutes)m\(seconds)" }
    return "\(sign)\(minutes / 60)h\(minutes % 60)m\(seconds)"
  }

  private static let units: [(name: String, nanoseconds: Int64)] = [
    ("ns", 1), ("us", 1_000), ("µs", 1_000), ("μs", 1_000), ("ms", 1_000_000), ("s", 1_000_000_000),
    ("m", 60_000_000_000), ("h", 3_600_000_000_000),
  ]

  /// One number with its unit, in nanoseconds.
  private static func takePart(_ rest: inout Substring.UTF8View) -> Int64? {
    let whole = takeDigits(&rest)
    var fraction = ""
    if rest.first == UInt8(ascii: ".") {
      rest.removeFirst()
      fraction = takeDigits(&rest)
    }
    guard !whole.isEmpty || !fraction.isEmpty else { return nil }
    let name = rest.prefix { !isDigit($0) && $0 != UInt8(ascii: ".") }
    rest = rest[name.endIndex...]
    guard let unit = units.first(where: { name.elementsEqual($0.name.utf8) }) else { return nil }
    guard let count = Int64(whole.isEmpty ? "0" : whole) else { return nil }
    let (product, overflow) = count.multipliedReportingOverflow(by: unit.nanoseconds)
    if overflow { return nil }
    // Digits beyond the unit's resolution are dropped, as Go drops them.
    var share: Int64 = 0
    var scale = unit.nanoseconds
    for digit in fraction.utf8 where scale > 1 {
      share += Int64(digit - UInt8(ascii: "0")) * scale / 10
      scale /= 10
    }
    let (sum, tooMuch) = product.addingReportingOverflow(share)
    return tooMuch ? nil : sum
  }

  private static func takeDigits(_ rest: inout Substring.UTF8View) -> String {
    let digits = rest.prefix(while: isDigit)
    rest = rest[digits.endIndex...]
    return String(decoding: digits, as: UTF8.self)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

  private static func decimal(_ value: UInt64, unit: UInt64) -> String {
    let whole = String(value / unit)
    guard value % unit != 0 else { return whole }
    let width = String(unit).utf8.count - 1
    var digits = String(value % unit)
    digits = String(repeating: "0", count: width - digits.utf8.count) + digits
    while digits.hasSuffix("0") { digits.removeLast() }
    return whole + "." + digits
  }
}

extension Duration {
  /// Rounded towards zero.
  var wholeNanoseconds: Int128 {
    Int128(components.seconds) * 1_000_000_000 + Int128(components.attoseconds / 1_000_000_000)
  }
}
