/// A set of pairs of ASCII bytes: the cheapest question that tells most text apart from what is looked for.
struct BytePairs: Sendable {
  /// For each first byte the second ones, a bit each.
  private var seconds = [UInt128](repeating: 0, count: 128)

  /// The set of these pairs. Pairs with a byte beyond ASCII are left out.
  init(_ pairs: some Sequence<(UInt8, UInt8)>) {
    for (first, second) in pairs where first < 128 && second < 128 { seconds[Int(first)] |= 1 << UInt128(second) }
  }

  func contains(_ first: UInt8, _ second: UInt8) -> Bool {
    guard first < 128, second < 128 else { return false }
    return seconds[Int(first)] >> UInt128(second) & 1 == 1
  }
}
