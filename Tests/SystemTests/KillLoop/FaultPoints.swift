import Platform
import Testing

/// The fault points of the daemon, as its sources name them.
enum FaultPoints {
  /// Every point, sorted; empty where the sources are not at hand.
  static let all: [String] = {
    let root = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
    var found: Set<String> = []
    collect(below: "/\(root)/Sources", into: &found)
    return found.subtracting(broken).sorted()
  }()

  /// Points that are passed only where a rule is broken on purpose.
  private static let broken: Set = ["write.rename.unprepared"]

  /// How often a busy daemon passes a point soon after its start; a strike that comes later than that costs more time
  /// than it is worth.
  static func frequency(of point: String) -> Int {
    if point.hasPrefix("boot.") || point == "catalog.open.before" { return 1 }
    let often = ["journal.commit", "acknowledge", "send", "catalog.commit", "adopt", "journal.open"]
    if often.contains(where: point.hasPrefix) { return 16 }
    return point.hasPrefix("write.") || point.hasPrefix("terminal.") ? 6 : 2
  }

  private static func collect(below path: String, into found: inout Set<String>) {
    for name in Files.names(path) {
      let file = "\(path)/\(name)"
      if name.hasSuffix(".swift"), let text = try? Files.text(file), text.contains("FaultPoint.hit") {
        found.formUnion(names(in: text))
      } else if !name.contains(".") {
        collect(below: file, into: &found)
      }
    }
  }

  /// What a call passes, and literals such as "journal.commit.before" that are handed to a function that passes them.
  private static func names(in text: String) -> [String] {
    let pieces = text.split(separator: "\"", omittingEmptySubsequences: false)
    return zip(pieces, pieces.dropFirst()).compactMap { before, piece in
      let isPassed = before.hasSuffix("FaultPoint.hit(")
      guard isPassed || [".before", ".after"].contains(where: piece.hasSuffix) else { return nil }
      let isName = piece.utf8.allSatisfy { (97...122).contains($0) || $0 == 45 || $0 == 46 }
      return isName ? String(piece) : nil
    }
  }
}

/// Where the daemon is killed next.
enum Strike: Sendable, CustomStringConvertible {
  /// At the n-th hit of a point.
  case point(String, Int)
  /// So long after it is ready.
  case time(milliseconds: Int)

  var description: String {
    switch self {
    case .point(let name, let count): "\(name):\(count)"
    case .time(let milliseconds): "after \(milliseconds) ms"
    }
  }
}

/// Numbers that a seed decides.
struct Dice {
  private var state: UInt64

  init(seed: UInt64) { state = seed &+ 0x9E37_79B9_7F4A_7C15 }

  /// A number below `limit`.
  mutating func roll(_ limit: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((z ^ (z >> 31)) % UInt64(max(1, limit)))
  }

  mutating func shuffle<T>(_ values: [T]) -> [T] {
    var values = values
    for index in values.indices.reversed() { values.swapAt(index, roll(index + 1)) }
    return values
  }

  /// The strikes of a loop: every point once, then points and times in turn.
  mutating func strikes(_ count: Int, points: [String]) -> [Strike] {
    var strikes = shuffle(points).map { Strike.point($0, 1) }
    while strikes.count < count {
      let isTime = points.isEmpty || roll(2) == 0
      if isTime {
        strikes.append(.time(milliseconds: roll(300)))
      } else {
        let point = points[roll(points.count)]
        strikes.append(.point(point, 1 + roll(FaultPoints.frequency(of: point))))
      }
    }
    return strikes
  }
}
