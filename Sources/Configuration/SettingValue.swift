/// What a key of the configuration is set to.
public enum SettingValue: Sendable, Hashable {
  /// A text; a path is one that has been made absolute.
  case text(String)
  /// A whole number.
  case integer(Int64)
  /// A number that need not be whole.
  case number(Double)
  /// On or off.
  case boolean(Bool)
  /// A length of time, written like `1h30m`.
  case duration(Duration)
  /// A list of texts.
  case texts([String])

  /// The value as TOML writes it.
  public var toml: String {
    switch self {
    case .text(let text): Self.quoted(text)
    case .integer(let number): String(number)
    case .number(let number): String(number)
    case .boolean(let flag): flag ? "true" : "false"
    case .duration(let duration): Self.quoted(GoDuration.format(duration))
    case .texts(let texts): "[" + texts.map(Self.quoted).joined(separator: ", ") + "]"
    }
  }

  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      default:
        if scalar.value < 0x20 || scalar.value == 0x7F {
          let digits = String(scalar.value, radix: 16)
          result += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result + "\""
  }
}

/// A Swift type that a key can have.
public protocol SettingRepresentable: Sendable {
  /// Fails when the value is of another kind.
  init?(_ value: SettingValue)

  /// The value of this kind.
  var settingValue: SettingValue { get }
}

extension String: SettingRepresentable {
  /// The text.
  public init?(_ value: SettingValue) {
    guard case .text(let text) = value else { return nil }
    self = text
  }

  /// The text as a setting.
  public var settingValue: SettingValue { .text(self) }
}

extension Int: SettingRepresentable {
  /// The whole number.
  public init?(_ value: SettingValue) {
    guard case .integer(let number) = value else { return nil }
    self = Int(number)
  }

  /// The number as a setting.
  public var settingValue: SettingValue { .integer(Int64(self)) }
}

extension Bool: SettingRepresentable {
  /// The truth value.
  public init?(_ value: SettingValue) {
    guard case .boolean(let flag) = value else { return nil }
    self = flag
  }

  /// The truth value as a setting.
  public var settingValue: SettingValue { .boolean(self) }
}

extension Duration: SettingRepresentable {
  /// The duration.
  public init?(_ value: SettingValue) {
    guard case .duration(let duration) = value else { return nil }
    self = duration
  }

  /// The duration as a setting.
  public var settingValue: SettingValue { .duration(self) }
}

extension [String]: SettingRepresentable {
  /// The list of texts.
  public init?(_ value: SettingValue) {
    guard case .texts(let texts) = value else { return nil }
    self = texts
  }

  /// The list as a setting.
  public var settingValue: SettingValue { .texts(self) }
}
