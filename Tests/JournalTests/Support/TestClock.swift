import Platform
import Synchronization

/// A clock that moves on by a fixed step with every look at it, so that waiting for a deadline takes no time.
final class TestClock: Clock {
  private let step: Int64
  private let time = Mutex<Int64>(1_770_000_000_000_000_000)

  init(step: Int64 = 1) {
    self.step = step
  }

  func now() -> WallTime { WallTime(nanoseconds: advance()) }

  func boot() -> BootTime { BootTime(nanoseconds: advance()) }

  private func advance() -> Int64 {
    time.withLock { time in
      time += step
      return time
    }
  }
}

/// Bytes that are the same in every run.
final class TestRandom: RandomSource {
  private let generator: Mutex<Generator>

  init(seed: UInt64) {
    generator = Mutex(Generator(seed: seed))
  }

  func bytes(_ count: Int) -> [UInt8] {
    generator.withLock { generator in (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) } }
  }
}

/// SplitMix64: the same numbers in every run.
struct Generator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
