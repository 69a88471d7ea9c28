/// A power cut at some moment of a recording.
public struct CrashMoment: Sendable, CustomStringConvertible {
  /// What is left.
  public let image: CrashImage
  /// The last mark before it; nil when there was none.
  public let mark: Int?
  /// The number of operations before it.
  public let position: Int
  /// What was kept.
  public let mode: CrashReplay.Mode
  /// Makes the choice of what was kept repeatable.
  public let salt: UInt64

  /// How to find the moment again.
  public var description: String { "cut after \(position) operations, \(mode), salt \(salt)" }
}

/// Power cuts all over a recording: half of them right after a mark, where everything acknowledged has to be there, the
/// others at any moment.
public struct CrashMoments: Sequence, IteratorProtocol {
  private var replay: CrashReplay
  private var generator: CrashGenerator
  private let budget: Int
  private let marks: Int
  private var mark: Int?
  private var due: [CrashReplay.Mode] = []

  init(_ replay: CrashReplay, images: Int, seed: UInt64, marks: Int) {
    self.replay = replay
    self.marks = marks
    budget = images
    generator = CrashGenerator(seed: seed)
  }

  /// The next power cut; nil at the end of the recording.
  public mutating func next() -> CrashMoment? {
    while due.isEmpty {
      guard let mark = replay.advance() else { return nil }
      if let mark { self.mark = mark }
      if mark != nil, takes(budget / 2, of: marks) { due.append(.nothing) }
      for _ in 0...(budget / 2 / Swift.max(1, replay.count)) where takes(budget / 2, of: replay.count) {
        due.append(CrashReplay.Mode.allCases.randomElement(using: &generator) ?? .torn)
      }
    }
    let mode = due.removeLast()
    let salt = generator.next()
    return CrashMoment(
      image: replay.image(mode, salt: salt), mark: mark, position: replay.position, mode: mode, salt: salt)
  }

  private mutating func takes(_ wanted: Int, of all: Int) -> Bool {
    Int.random(in: 0..<Swift.max(1, all), using: &generator) < wanted
  }
}

extension CrashReplay {
  /// About `images` power cuts all over the recording, the same for the same seed.
  public func moments(images: Int, seed: UInt64) -> CrashMoments {
    CrashMoments(self, images: images, seed: seed, marks: markCount)
  }

  /// The power cut at the end of the recording.
  public func last(_ mode: Mode, salt: UInt64) -> CrashImage {
    var replay = self
    while replay.advance() != nil {}
    return replay.image(mode, salt: salt)
  }
}
