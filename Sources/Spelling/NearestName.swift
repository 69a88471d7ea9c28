/// Finds what somebody meant to type.
public enum NearestName {
  /// The candidate that `name` is a plausible slip of: one that begins with it, or the one with the fewest edits
  /// (insertions, deletions, replacements, swapped neighbours; capitals do not count), at most a third of the longer
  /// word. Of equally near ones the first. `nil` when none comes close.
  public static func find(_ name: String, among candidates: some Sequence<String>) -> String? {
    let candidates = Array(candidates)
    if name.count > 1, let completed = candidates.first(where: { $0.hasPrefix(name) }) { return completed }
    var best: (candidate: String, distance: Int)?
    for candidate in candidates {
      let distance = edits(Array(name.lowercased().unicodeScalars), Array(candidate.lowercased().unicodeScalars))
      let allowed = max(1, max(name.count, candidate.count) / 3)
      guard distance <= allowed, distance < candidate.count, distance < best?.distance ?? .max else { continue }
      best = (candidate, distance)
    }
    return best?.candidate
  }

  /// Damerau–Levenshtein in its restricted form: no part of the text is edited twice.
  private static func edits(_ from: [Unicode.Scalar], _ to: [Unicode.Scalar]) -> Int {
    // A word longer than any name is never a slip, and must not cost quadratic time.
    guard from.count <= 64, to.count <= 64 else { return .max }
    var beforeLast: [Int] = []
    var last = Array(0...to.count)
    for row in 0..<from.count {
      var current = [row + 1] + [Int](repeating: 0, count: to.count)
      for column in 0..<to.count {
        let replaced = last[column] + (from[row] == to[column] ? 0 : 1)
        var cost = min(last[column + 1] + 1, current[column] + 1, replaced)
        if row > 0, column > 0, from[row] == to[column - 1], from[row - 1] == to[column] {
          cost = min(cost, beforeLast[column - 1] + 1)
        }
        current[column + 1] = cost
      }
      (beforeLast, last) = (last, current)
    }
    return last[to.count]
  }
}
