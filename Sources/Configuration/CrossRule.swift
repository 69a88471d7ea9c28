/// A rule that ties keys to each other, checked when each of them is valid by itself.
struct CrossRule: Sendable {
  /// The keys it is about, the one to blame first.
  let paths: [String]
  /// What is wrong, completing "<first path> …"; nil when nothing is.
  let fault: @Sendable (Settings) -> String?

  init(_ paths: String..., fault: @escaping @Sendable (Settings) -> String?) {
    self.paths = paths
    self.fault = fault
  }

  /// `lower` may not exceed `upper`. Durations of zero mean "off" and are compared with nothing.
  static func atMost(_ lower: String, _ upper: String) -> CrossRule {
    CrossRule(lower, upper) { settings in
      switch (settings[lower], settings[upper]) {
      case (.integer(let low)?, .integer(let high)?):
        low <= high ? nil : "must be at most \(upper): \(low) is more than \(high)"
      case (.duration(let low)?, .duration(let high)?):
        low <= high || low == .zero || high == .zero
          ? nil : "must be at most \(upper): \(GoDuration.format(low)) is more than \(GoDuration.format(high))"
      default: nil
      }
    }
  }

  /// Shares that make a whole.
  static func sumIsOne(_ table: String, _ names: [String]) -> CrossRule {
    CrossRule(paths: names.map { "\(table).\($0)" }) { settings in
      let sum = names.reduce(0.0) { sum, name in
        guard case .number(let share)? = settings["\(table).\(name)"] else { return sum }
        return sum + share
      }
      return abs(sum - 1) <= 1e-6 ? nil : "and its neighbours in [\(table)] must sum to 1, not \(sum)"
    }
  }

  /// A marketplace's address is worth nothing without its kind.
  static func registryNeeded(_ table: String) -> CrossRule {
    CrossRule("\(table).registry", "\(table).base_url") { settings in
      guard settings["\(table).registry"] == .text(""), settings["\(table).base_url"] != .text("") else { return nil }
      return "is required when \(table).base_url is set"
    }
  }

  private init(paths: [String], fault: @escaping @Sendable (Settings) -> String?) {
    self.paths = paths
    self.fault = fault
  }
}
