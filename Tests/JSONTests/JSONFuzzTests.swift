import FoundationEssentials
import JSON
import Testing

/// Compares with Foundation's decoder on mutated texts: both must accept the same, and read the same.
@Suite struct JSONFuzzTests {
  static let seeds = [
    #"{"jsonrpc":"2.0","id":12,"method":"session/update","params":{"update":{"content":{"text":"a\nb"}}}}"#,
    #"[null,true,false,0,-1,1.25,-0.5e-7,1E3,"","\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00"]"#,
    #"{"é":"日本語 😀","nested":[[[{"a":[]}]],{}],"long":"0123456789abcdef0123456789abcdef"}"#,
    "  [ 1 , { \"a\" : \"b\" } , [ ] ]\n",
  ]

  @Test(arguments: 0..<8 as Range<UInt64>)
  func agreesWithFoundation(seed: UInt64) throws {
    var random = SplitMix(state: seed)
    var accepted = 0
    for _ in 0..<1_500 {
      let bytes = mutate(Array(Self.seeds.randomElement(using: &random)!.utf8), using: &random)
      let outcome = Result { () throws(JSONError) in try JSONParser.parse(bytes) }
      if isToldApart(outcome, bytes) { continue }
      let ours = try? outcome.get()
      let theirs = (try? JSONDecoder().decode(Decoded.self, from: Data(bytes)))?.value
      let text = String(decoding: bytes, as: UTF8.self)
      #expect((ours == nil) == (theirs == nil), "\(text)")
      guard let ours, let theirs else { continue }
      accepted += 1
      #expect(isSame(ours, theirs), "\(text)")
      #expect(JSONText.isValid(bytes))
      #expect(try JSONParser.parse(ours.serialize()) == ours, "\(text)")
      #expect(try JSONParser.parse(ours.serialize(pretty: true)) == ours, "\(text)")
    }
    #expect(accepted > 50)
  }

  @Test func neverTrapsOnRandomBytes() {
    var random = SplitMix(state: 99)
    let alphabet = Array("{}[]\",:\\u0d83 eE+-.1tfn\n".utf8) + [0x00, 0x80, 0xC3, 0xE2, 0xF0, 0xFF]
    for _ in 0..<20_000 {
      let bytes = (0..<Int.random(in: 0...24, using: &random)).map { _ in alphabet.randomElement(using: &random)! }
      let value = try? JSONParser.parse(bytes, duplicateKeys: .lastWins)
      #expect((value != nil) == JSONText.isValid(bytes))
    }
  }

  private func mutate(_ original: [UInt8], using random: inout SplitMix) -> [UInt8] {
    var bytes = original
    for _ in 0..<Int.random(in: 0...3, using: &random) where !bytes.isEmpty {
      let place = Int.random(in: 0..<bytes.count, using: &random)
      switch Int.random(in: 0..<5, using: &random) {
      case 0: bytes[place] = UInt8.random(in: 1...255, using: &random)
      case 1: bytes.remove(at: place)
      case 2: bytes.insert(Array("{}[]\",:\\0123456789eE.-+ u".utf8).randomElement(using: &random)!, at: place)
      case 3: bytes.swapAt(place, Int.random(in: 0..<bytes.count, using: &random))
      default: bytes.removeSubrange(place..<min(bytes.count, place + 3))
      }
    }
    return bytes
  }

  /// Where Foundation is known to differ: it takes duplicate keys and a comma before a closing bracket, and refuses
  /// halves of surrogate pairs, `0e1`, and numbers beyond a double.
  private func isToldApart(_ outcome: Result<JSONValue, JSONError>, _ bytes: [UInt8]) -> Bool {
    switch outcome {
    case .success(let value): isRefusedByFoundation(value)
    case .failure(let error):
      switch error.kind {
      case .duplicateKey: true
      case .unexpectedByte:
        "]}".utf8.contains(bytes[error.offset])
          && bytes[..<error.offset].last { !" \n\r\t".utf8.contains($0) } == UInt8(ascii: ",")
      default: false
      }
    }
  }

  private func isRefusedByFoundation(_ value: JSONValue) -> Bool {
    switch value {
    case .number(let number): !number.double.isFinite || number.text.lowercased().drop { $0 == "-" }.hasPrefix("0e")
    case .string(let text): text.contains("\u{FFFD}")
    case .array(let elements): elements.contains(where: isRefusedByFoundation)
    case .object(let object):
      object.members.contains { $0.key.contains("\u{FFFD}") || isRefusedByFoundation($0.value) }
    default: false
    }
  }

  private func isSame(_ left: JSONValue, _ right: JSONValue) -> Bool {
    switch (left, right) {
    case (.number(let left), .number(let right)): left.double == right.double
    case (.array(let left), .array(let right)):
      left.count == right.count && zip(left, right).allSatisfy { isSame($0, $1) }
    case (.object(let left), .object(let right)):
      left.members.count == right.members.count
        && left.members.allSatisfy { member in right[member.key].map { isSame(member.value, $0) } ?? false }
    default: left == right
    }
  }
}

/// Any value as Foundation reads it.
private struct Decoded: Decodable {
  var value: JSONValue

  private struct Key: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  init(from decoder: any Decoder) throws {
    if let object = try? decoder.container(keyedBy: Key.self) {
      var members = JSONObject()
      for key in object.allKeys { members[key.stringValue] = try object.decode(Decoded.self, forKey: key).value }
      value = .object(members)
    } else if var array = try? decoder.unkeyedContainer() {
      var elements: [JSONValue] = []
      while !array.isAtEnd { elements.append(try array.decode(Decoded.self).value) }
      value = .array(elements)
    } else {
      let single = try decoder.singleValueContainer()
      if single.decodeNil() {
        value = .null
      } else if let bool = try? single.decode(Bool.self) {
        value = .bool(bool)
      } else if let text = try? single.decode(String.self) {
        value = .string(text)
      } else {
        value = JSONNumber(try single.decode(Double.self)).map(JSONValue.number) ?? .null
      }
    }
  }
}

/// A small repeatable random source.
private struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }
}
