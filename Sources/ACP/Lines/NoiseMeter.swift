public import JSON

/// Counts lines of an agent's standard output that are no messages, and says when there are too many.
///
/// Noise is tolerated, since libraries print banners; ten lines in a row mean that this is no agent. A message or the
/// start of another epoch ends a row, a blank line does neither.
public struct NoiseMeter: Sendable, Equatable {
  /// How many lines in a row are too many.
  public static let limit = 10
  /// How much of a line is quoted, in bytes.
  public static let quoteLimit = 200

  /// How many lines of noise there were in all.
  public private(set) var total = 0
  /// The lines of the present row, ready to be shown: shortened, control characters escaped.
  public private(set) var row: [String] = []
  /// The last line of noise, ready to be shown.
  public private(set) var last: String?

  /// Nothing counted yet.
  public init() {}

  /// Whether the present row has reached the limit.
  public var isTooMuch: Bool { row.count >= Self.limit }

  /// Counts a line that is no message.
  public mutating func noise(_ line: [UInt8]) {
    let quote = Self.quote(line)
    total += 1
    last = quote
    if !isTooMuch { row.append(quote) }
  }

  /// A message came: the row is over.
  public mutating func message() {
    row.removeAll()
  }

  /// A line for people: at most `quoteLimit` bytes of it, bad UTF-8 replaced, control characters escaped.
  public static func quote(_ line: [UInt8]) -> String {
    var quote = ""
    for scalar in String(decoding: line.prefix(quoteLimit), as: UTF8.self).unicodeScalars {
      switch scalar.value {
      case 0x09: quote += "\\t"
      case 0x0D: quote += "\\r"
      case 0..<0x20, 0x7F..<0xA0: quote += scalar.escaped(asASCII: true)
      default: quote.unicodeScalars.append(scalar)
      }
    }
    return line.count > quoteLimit ? quote + "… (\(line.count) bytes)" : quote
  }
}

extension NoiseMeter {
  /// The state as a record to be stored beside the offset it belongs to.
  public var json: JSONValue {
    .object(omittingNil: [
      "total": .int(total), "row": .array(row.map(JSONValue.string)), "last": last.map(JSONValue.string),
    ])
  }

  /// Reads a stored state; what is missing counts as nothing.
  public init(json: JSONValue) {
    total = json["total"]?.int ?? 0
    row = json["row"]?.array?.compactMap(\.string) ?? []
    last = json["last"]?.string
  }
}
