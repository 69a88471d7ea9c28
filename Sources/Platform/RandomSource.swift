internal import CSystem
internal import Synchronization

/// Where random bytes come from. Whatever makes a name or a key is given one, so that tests can repeat themselves.
public protocol RandomSource: Sendable {
  /// The next `count` bytes.
  func bytes(_ count: Int) -> [UInt8]
}

/// The random source of the system, fit for keys.
public struct SystemRandom: RandomSource {
  /// Makes the source; all are alike.
  public init() {}

  /// The next `count` bytes. Waits, early in a boot, until the system has collected enough.
  public func bytes(_ count: Int) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      guard let base = buffer.baseAddress else { return }
      // Fails only for a bad address, which this is not.
      initialized = cs_random(base, count) == 0 ? count : 0
    }
  }
}

/// A source that gives the same bytes for the same seed. For tests only.
public final class SeededRandom: RandomSource {
  private let state: Mutex<UInt64>

  /// Starts the sequence that belongs to `seed`.
  public init(seed: UInt64) {
    state = Mutex(seed)
  }

  /// The next `count` bytes.
  public func bytes(_ count: Int) -> [UInt8] {
    state.withLock { state in
      (0..<count).map { _ in
        // SplitMix64, one byte at a time.
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return UInt8(truncatingIfNeeded: mixed ^ (mixed >> 31))
      }
    }
  }
}

/// Bytes as lower-case hexadecimal digits.
public enum Hex {
  /// Two digits for each byte.
  public static func encode(_ bytes: some Sequence<UInt8>) -> String {
    var digits: [UInt8] = []
    for byte in bytes {
      digits.append(digit(byte >> 4))
      digits.append(digit(byte & 15))
    }
    return String(decoding: digits, as: UTF8.self)
  }

  /// Reads digits of either case; nil when there is an odd number of them, or anything else.
  public static func decode(_ text: String) -> [UInt8]? {
    let values = text.utf8.map { value($0) }
    guard values.count.isMultiple(of: 2) else { return nil }
    var bytes: [UInt8] = []
    for index in stride(from: 0, to: values.count, by: 2) {
      guard let high = values[index], let low = values[index + 1] else { return nil }
      bytes.append(high << 4 | low)
    }
    return bytes
  }

  private static func digit(_ value: UInt8) -> UInt8 { value < 10 ? 48 + value : 87 + value }

  private static func value(_ digit: UInt8) -> UInt8? {
    switch digit {
    case 48...57: digit - 48
    case 65...70: digit - 55
    case 97...102: digit - 87
    default: nil
    }
  }
}
