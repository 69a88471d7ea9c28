/// Lengths of time as they are typed.
enum Age {
  /// Reads `90s`, `15m`, `2h`, `1d` or a row of them such as `1h30m`, in nanoseconds; nil for anything else.
  static func duration(_ text: String) -> Int64? {
    var total: Int64 = 0
    var digits = ""
    for character in text {
      if character.isASCII, character.isNumber {
        digits.append(character)
        continue
      }
      guard let unit = units[character], let count = Int64(digits) else { return nil }
      let (length, tooLong) = count.multipliedReportingOverflow(by: unit * 1_000_000_000)
      let (sum, overflow) = total.addingReportingOverflow(length)
      if tooLong || overflow { return nil }
      total = sum
      digits = ""
    }
    return digits.isEmpty && !text.isEmpty ? total : nil
  }

  private static let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86400]
}
