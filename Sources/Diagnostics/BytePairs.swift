/// A set of pairs of ASCII bytes: the cheapest question that tells most text apart from what is looked for.
struct BytePairs: Sendable {
  /// For each first byte the second ones, a bit each, in two words.
  private var seconds = [UInt64](repeating: 0, count: 256)

  /// The set of these pairs. Pairs with a byte beyond ASCII are left out.
  init(_ pairs: some Sequence<(UInt8, UInt8)>) {
    for (first, second) in pairs where first < 128 && second < 128 {
      seconds[Self.word(first, second)] |= 1 << UInt64(second & 63)
    }
  }

  func contains(_ first: UInt8, _ second: UInt8) -> Bool {
    (first | second) < 128 && seconds[Self.word(first, second)] >> UInt64(second & 63) & 1 == 1
  }

  private static func word(_ first: UInt8, _ second: UInt8) -> Int { Int(first) << 1 | Int(second >> 6) }
}
