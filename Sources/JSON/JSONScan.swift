/// The fields that a scan looks for: an enumeration of `Int` whose cases count from 0. At most 64 of them may lie in the
/// same object.
public protocol JSONScanField: CaseIterable, RawRepresentable, Sendable where RawValue == Int {
  /// The keys that lead to the field from the root, joined by points: `params.update.sessionUpdate`.
  var path: String { get }
}

/// Validates a JSON text in one pass and finds the values of wanted fields as ranges, without copies.
///
/// The whole text is checked, not only what is wanted. A wanted key that an object holds twice is refused, other
/// duplicates are let through; escaped keys are matched by what they mean. Make a scan once and use it for every text,
/// from any thread.
///
/// ```swift
/// enum Part: Int, JSONScanField {
///   case id, city
///   var path: String { self == .id ? "id" : "address.city" }
/// }
/// let found = try JSONScan<Part>().scan(bytes)
/// let city = found[.city].flatMap { JSONText.string(bytes, in: $0) }
/// ```
public struct JSONScan<Field: JSONScanField>: Sendable {
  private let plan = ScanPlan(paths: Field.allCases.map(\.path))

  /// Prepares to look for every case of `Field`.
  public init() {}

  /// Scans the object that `bytes` hold.
  ///
  /// - Throws: the first fault of the text.
  public func scan(_ bytes: [UInt8]) throws(JSONError) -> JSONScanResult<Field> {
    try scan(bytes, in: 0..<bytes.count)
  }

  /// Scans the object in a range of `bytes`; all ranges and offsets count from the start of `bytes`. Whatever is not an
  /// object has none of the fields.
  ///
  /// - Throws: the first fault of the text.
  public func scan(_ bytes: [UInt8], in range: Range<Int>) throws(JSONError) -> JSONScanResult<Field> {
    JSONScanResult(ranges: try plan.scan(bytes, in: range))
  }
}

/// What a scan has found.
public struct JSONScanResult<Field: JSONScanField>: Sendable {
  private let ranges: [Range<Int>?]

  init(ranges: [Range<Int>?]) {
    self.ranges = ranges
  }

  /// Where the value of a field lies; nil when it is not there.
  public subscript(field: Field) -> Range<Int>? { ranges[field.rawValue] }
}

/// The wanted paths as a tree of keys.
struct ScanPlan: Sendable {
  private struct Node {
    var key: [UInt8]
    /// Where the range of the value goes; nil for a node that only leads on.
    var slot: Int?
    /// The indices of its wanted members.
    var children: [Int] = []
  }

  private var nodes = [Node(key: [], slot: nil)]
  private let slots: Int

  init(paths: [String]) {
    slots = paths.count
    for (slot, path) in paths.enumerated() {
      var node = 0
      for key in path.utf8.split(separator: ASCII.point) { node = child(of: node, key: Array(key)) }
      nodes[node].slot = slot
    }
  }

  private mutating func child(of parent: Int, key: [UInt8]) -> Int {
    if let known = nodes[parent].children.first(where: { nodes[$0].key == key }) { return known }
    nodes.append(Node(key: key, slot: nil))
    nodes[parent].children.append(nodes.count - 1)
    return nodes.count - 1
  }

  func scan(_ bytes: [UInt8], in range: Range<Int>) throws(JSONError) -> [Range<Int>?] {
    var walk = Walk(lexer: Lexer(range), ranges: Array(repeating: nil, count: slots))
    try value(of: 0, bytes, &walk)
    try walk.lexer.finish(bytes.span)
    return walk.ranges
  }

  private struct Walk {
    var lexer: Lexer
    var ranges: [Range<Int>?]
  }

  private func value(of node: Int, _ bytes: [UInt8], _ walk: inout Walk) throws(JSONError) {
    let span = bytes.span
    guard !nodes[node].children.isEmpty, try walk.lexer.peek(span) == ASCII.openBrace else {
      return try walk.lexer.skipValue(span)
    }
    try walk.lexer.enter()
    guard try !walk.lexer.closes(ASCII.closeBrace, span) else { return }
    var seen: UInt64 = 0
    repeat {
      let token = try walk.lexer.key(span)
      guard let (place, child) = wanted(token, of: node, bytes) else {
        try walk.lexer.skipValue(span)
        continue
      }
      guard seen & 1 << UInt64(place) == 0 else {
        throw JSONError(.duplicateKey(JSONText.decode(token, in: bytes)), at: token.range.lowerBound)
      }
      seen |= 1 << UInt64(place)
      _ = try walk.lexer.peek(span)
      let start = walk.lexer.position
      try value(of: child, bytes, &walk)
      if let slot = nodes[child].slot { walk.ranges[slot] = start..<walk.lexer.position }
    } while try walk.lexer.goesOn(ASCII.closeBrace, span)
  }

  /// The wanted member of that key: its place among its siblings and its index.
  private func wanted(_ token: StringToken, of node: Int, _ bytes: [UInt8]) -> (place: Int, child: Int)? {
    if token.hasEscapes {
      let key = Array(JSONText.decode(token, in: bytes).utf8)
      return match(of: node) { $0 == key }
    }
    let span = bytes.span
    return match(of: node) { key in
      guard key.count == token.range.count else { return false }
      for (index, byte) in key.enumerated() where span[token.range.lowerBound + index] != byte { return false }
      return true
    }
  }

  private func match(of node: Int, _ isWanted: ([UInt8]) -> Bool) -> (place: Int, child: Int)? {
    for (place, child) in nodes[node].children.enumerated() where isWanted(nodes[child].key) { return (place, child) }
    return nil
  }
}
