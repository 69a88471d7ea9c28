/// What of the things not synced a power cut keeps.
struct CrashChoice {
  let mode: CrashReplay.Mode
  let salt: UInt64
  /// The moment of the cut.
  let position: Int

  /// Whether the change of a name is kept.
  func keepsName(at change: Int) -> Bool {
    switch mode {
    case .nothing: false
    case .everything: true
    case .inOrder: change < moment
    case .backwards: change >= moment
    case .byFile, .bySector, .torn: number(1, change) & 1 == 0
    }
  }

  /// Whether a change of a file's content or length is kept; `sector` is nil for its length.
  ///
  /// - Parameter index: which of the `count` changes of the file it is.
  func keeps(_ change: Int, index: Int, of count: Int, file: Int, sector: Int?) -> Bool {
    switch mode {
    case .nothing: false
    case .everything: true
    case .inOrder: change < moment
    case .backwards: change >= moment
    case .byFile: number(2, file) & 1 == 0
    case .bySector: index < Int(number(3, file &* 1_000_003 &+ (sector ?? -1)) % UInt64(count + 1))
    case .torn: number(4, file &* 1_000_003 &+ (sector ?? -1)) & 1 == 0
    }
  }

  /// The moment that divides what is kept from what is not: mostly a young one, as is what is pending.
  private var moment: Int {
    let span = [8, 24, 64, 512][Int(number(5, 0) % 4)]
    return position - Int(number(0, 0) % UInt64(min(max(position, 1), span)))
  }

  private func number(_ kind: UInt64, _ value: Int) -> UInt64 {
    CrashGenerator.mix(salt ^ CrashGenerator.mix(kind << 56 ^ UInt64(bitPattern: Int64(value))))
  }
}
