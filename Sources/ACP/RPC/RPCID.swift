public import JSON

/// The id of a JSON-RPC call, as the JSON text that names it: a number, a string, or null.
///
/// An answer must carry the id back exactly as it came, so it is never converted. Two ids are the same when they mean the
/// same, however they are written: `"a"` and `"\u0061"` are, `1` and `1.0` are not.
public struct RPCID: Hashable, Sendable, CustomStringConvertible {
  /// The id as JSON: `7` or `"req-7"`, quotes included.
  public let json: String

  /// A numeric id, as we give them.
  public init(_ number: Int64) {
    json = String(number)
  }

  /// A string id.
  public init(string: String) {
    json = JSONValue.string(string).text
  }

  /// The id of an answer to a line that could not be read.
  public static let null = RPCID(validated: "null")

  /// Fails unless `json` is the JSON text of a number, a string or null.
  public init?(json: String) {
    guard let value = try? JSONParser.parse(json), RPCID.isID(value) else { return nil }
    self.json = json
  }

  /// Takes text that a scan has validated.
  init(validated json: String) {
    self.json = json
  }

  /// The number, when it is a whole one; ids that we gave are.
  public var number: Int64? {
    (try? JSONParser.parse(json))?.int.map(Int64.init)
  }

  /// The id as a value, for places where it is a field.
  public var value: JSONValue { (try? JSONParser.parse(json)) ?? .null }

  /// The JSON text.
  public var description: String { json }

  /// Compares what the ids mean.
  public static func == (left: RPCID, right: RPCID) -> Bool {
    left.json.utf8.elementsEqual(right.json.utf8) || left.value == right.value
  }

  /// Hashes what the id means.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(value)
  }

  private static func isID(_ value: JSONValue) -> Bool {
    switch value {
    case .null, .number, .string: true
    default: false
    }
  }
}
