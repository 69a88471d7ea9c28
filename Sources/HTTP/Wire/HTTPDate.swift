import Platform

/// The date format of header fields (IMF-fixdate): `Sun, 06 Nov 1994 08:49:37 GMT`.
enum HTTPDate {
  static func string(secondsSince1970 seconds: Int64) -> String {
    let days = seconds.floorDivided(by: 86_400)
    let clock = seconds - days * 86_400
    let date = CivilDate(day: days)
    let weekday = weekdays[Int((days + 4).modulo(7))]
    let time = [clock / 3600, clock / 60 % 60, clock % 60].map(padded).joined(separator: ":")
    return "\(weekday), \(padded(date.dayOfMonth)) \(months[Int(date.month) - 1]) \(date.year) \(time) GMT"
  }

  private static func padded(_ number: Int64) -> String { number < 10 ? "0\(number)" : String(number) }

  private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
  private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
}
