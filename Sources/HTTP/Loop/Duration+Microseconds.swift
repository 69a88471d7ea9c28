extension Duration {
  /// Whole microseconds, held at the ends of the range.
  var microseconds: Int64 {
    let (seconds, attoseconds) = components
    let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000)
    return overflow ? (seconds > 0 ? .max : .min) : whole + attoseconds / 1_000_000_000_000
  }
}
