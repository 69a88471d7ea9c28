import TextFormats

/// What values a key takes.
enum SettingRule: Sendable {
  case boolean
  case text(TextForm)
  /// A text that is made absolute when it is read; an empty one means the default where that is allowed.
  case path(TextForm)
  case choice([String], anyCase: Bool)
  case integer([ClosedRange<Int64>])
  case number(ClosedRange<Double>)
  case duration(ClosedRange<Duration>, wholeSeconds: Bool)
  case texts(TextForm, mayBeEmpty: Bool, unique: Bool = true)
  /// `[name.<any>]`: one table for each name that a person chooses.
  case namedTables
  /// `[[name]]`
  case listOfTables

  static func integer(_ range: ClosedRange<Int64>) -> SettingRule { .integer([range]) }

  static func choice(_ names: String...) -> SettingRule { .choice(names, anyCase: false) }

  static let positive = SettingRule.integer(1...Int64.max)

  static let zeroOrMore = SettingRule.integer(0...Int64.max)

  static let share = SettingRule.number(0...1)

  static let aboveZero = SettingRule.number(Double.leastNonzeroMagnitude...Double.greatestFiniteMagnitude)

  static let longest = Duration.nanoseconds(Int64.max)

  static let positiveDuration = SettingRule.duration(.nanoseconds(1)...longest, wholeSeconds: false)

  static let anyDuration = SettingRule.duration(.zero...longest, wholeSeconds: false)

  /// Completes "must be …".
  var expectation: String {
    switch self {
    case .boolean: "true or false"
    case .text(let form), .path(let form): form.expectation
    case .choice(let names, _): "one of " + names.map(SettingValue.quoted).joined(separator: ", ")
    case .integer(let ranges): "a whole number " + ranges.map(Self.describe).joined(separator: " or ")
    case .number(let range): "a number " + Self.describe(range)
    case .duration(let range, let wholeSeconds):
      "a duration \(Self.describe(range)), like \"30s\" or \"1h30m\"" + (wholeSeconds ? ", in whole seconds" : "")
    case .texts(let form, let mayBeEmpty, let unique):
      "a list\(mayBeEmpty ? "" : " with at least one element") of \(unique ? "different " : "")texts, each of them \(form.expectation)"
    case .namedTables: "a table of named tables"
    case .listOfTables: "a list of tables"
    }
  }

  private static func describe(_ range: ClosedRange<Int64>) -> String {
    if range.lowerBound == range.upperBound { return String(range.lowerBound) }
    return range.upperBound == .max
      ? "of at least \(range.lowerBound)" : "from \(range.lowerBound) to \(range.upperBound)"
  }

  private static func describe(_ range: ClosedRange<Double>) -> String {
    range.lowerBound == .leastNonzeroMagnitude ? "above 0" : "from \(range.lowerBound) to \(range.upperBound)"
  }

  private static func describe(_ range: ClosedRange<Duration>) -> String {
    if range.upperBound != longest {
      return "from \(GoDuration.format(range.lowerBound)) to \(GoDuration.format(range.upperBound))"
    }
    switch range.lowerBound {
    case .zero: return "of zero or more"
    case .nanoseconds(1): return "above zero"
    default: return "of at least \(GoDuration.format(range.lowerBound))"
    }
  }
}

extension SettingRule {
  /// Why a value does not fit.
  enum Misfit: Error {
    case wrongType
    case outOfRange
  }

  /// The value, when it fits.
  func read(_ item: TOMLItem) throws(Misfit) -> SettingValue {
    switch self {
    case .boolean:
      guard let flag = item.boolean else { throw .wrongType }
      return .boolean(flag)
    case .text(let form), .path(let form):
      guard let text = item.string else { throw .wrongType }
      guard form.accepts(text) else { throw .outOfRange }
      return .text(text)
    case .choice(let names, let anyCase):
      guard let text = item.string else { throw .wrongType }
      guard let name = names.first(where: { $0 == text || (anyCase && $0 == text.lowercased()) })
      else { throw .outOfRange }
      return .text(name)
    case .integer(let ranges):
      guard let number = item.integer else { throw .wrongType }
      guard ranges.contains(where: { $0.contains(number) }) else { throw .outOfRange }
      return .integer(number)
    case .number(let range):
      guard let number = item.number else { throw .wrongType }
      guard range.contains(number) else { throw .outOfRange }
      return .number(number)
    case .duration(let range, let wholeSeconds):
      guard let text = item.string else { throw .wrongType }
      guard let duration = GoDuration.parse(text), range.contains(duration) else { throw .outOfRange }
      guard !wholeSeconds || duration.components.attoseconds == 0 else { throw .outOfRange }
      return .duration(duration)
    case .texts(let form, let mayBeEmpty, let unique):
      guard let items = item.array else { throw .wrongType }
      let texts = items.compactMap(\.string)
      guard texts.count == items.count else { throw .wrongType }
      guard texts.allSatisfy(form.accepts), mayBeEmpty || !texts.isEmpty,
        !unique || Set(texts).count == texts.count
      else { throw .outOfRange }
      return .texts(texts)
    case .namedTables, .listOfTables:
      throw .wrongType
    }
  }
}

extension SettingRule {
  /// Whether what it takes is a table, or a list of them, with a schema of its own.
  var isTable: Bool {
    switch self {
    case .namedTables, .listOfTables: true
    default: false
    }
  }

  /// Whether a value that does not fit may be a secret.
  var mayBeSecret: Bool {
    if case .text(let form) = self { form.mayBeSecret } else { false }
  }
}
