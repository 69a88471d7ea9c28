import Diagnostics
import JSON
import Platform
import Synchronization
import Testing

@Suite struct LoggerTests {
  /// Keeps what was logged.
  private final class Lines: Sendable {
    private let lines = Mutex<[String]>([])

    var all: [String] { lines.withLock { $0 } }

    func append(_ line: [UInt8]) {
      lines.withLock { $0.append(String(decoding: line, as: UTF8.self)) }
    }
  }

  private let lines = Lines()

  private func logger(_ level: LogLevel) -> Logger {
    let clock = ManualClock(wall: WallTime(nanoseconds: 1_700_000_000_500_000_000))
    return Logger(level: level, clock: clock, redactor: Redactor()) { [lines] in lines.append($0) }
  }

  @Test func aLineIsJSONWithTimeLevelMessageAndAttributes() {
    logger(.info).info("turn started", ["session": "sess-1", "turn": 3, "text": "line\nend"])
    #expect(
      lines.all == [
        #"{"time":"2023-11-14T22:13:20.5Z","level":"INFO","msg":"turn started","session":"sess-1","turn":3,"#
          + #""text":"line\nend"}"# + "\n"
      ])
  }

  @Test func secretsAreGoneBeforeALineIsWritten() {
    logger(.info).error("failed: token=abc123", ["api_key": "abc123", "cause": "password: abc123"])
    #expect(lines.all.count == 1)
    #expect(lines.all[0].contains("abc123") == false)
  }

  @Test func whatIsNotImportantEnoughIsNotEvenBuilt() {
    var built = 0
    func message() -> String {
      built += 1
      return "m"
    }
    let logger = logger(.warn)
    logger.debug(message())
    logger.info(message())
    #expect(built == 0)
    logger.warn(message())
    logger.error(message())
    #expect(lines.all.count == 2)
  }
}
