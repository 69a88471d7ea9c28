internal import CSystem
import JSON
public import Platform
import Synchronization

/// The file that the daemon's log goes to, replaced by a new one before it grows too large.
///
/// Any thread may append; lines are never mixed. A line that cannot be written is counted, and the count is written as
/// soon as that is possible again: a log that is full never stops the daemon. Files have mode 0600.
public final class LogSink: Sendable {
  /// What becomes of the process's own output.
  public enum StandardStreams: Sendable {
    /// It has nothing to do with the log.
    case separate
    /// Every line goes to standard error as well, for a service manager.
    case mirrored
    /// Standard output and error are the log file, also after a new one was begun.
    case captured

    /// How to treat them with a log at `path`: captured when standard error is that file already, because whoever
    /// started the process made it so.
    public static func forLog(at path: String, mirrored: Bool) -> StandardStreams {
      let isLog = StandardError.file.map { $0 == (try? FileStatus.of(path))?.identity } ?? false
      return isLog ? .captured : mirrored ? .mirrored : .separate
    }
  }

  private struct State: ~Copyable {
    var file: FileDescriptor?
    var lost = 0
  }

  private let path: String
  private let rotation: LogRotation
  private let streams: StandardStreams
  private let clock: any Clock
  private let archive: LogArchive
  private let state: Mutex<State>

  /// Opens the file, making it when it is not there, and tidies up former ones in the background.
  ///
  /// - Throws: `SystemError` when the file cannot be opened.
  public init(
    path: String, rotation: LogRotation, streams: StandardStreams = .separate, clock: any Clock = SystemClock()
  ) throws(SystemError) {
    self.path = path
    self.rotation = rotation
    self.streams = streams
    self.clock = clock
    archive = LogArchive(path: path, rotation: rotation, clock: clock)
    state = Mutex(State(file: nil))
    try state.withLock { state throws(SystemError) in try open(&state) }
    archive.tidyInBackground()
  }

  /// Appends one line with its line end.
  public func append(_ line: [UInt8]) {
    state.withLock { state in
      makeRoom(for: line.count, &state)
      if state.lost > 0, write(lossRecord(state.lost), &state) { state.lost = 0 }
      if state.lost > 0 || !write(line, &state) { state.lost += 1 }
    }
    if case .mirrored = streams { StandardError.write(line) }
  }

  private func write(_ bytes: [UInt8], _ state: inout State) -> Bool {
    do {
      if state.file == nil { try open(&state) }
      try state.file?.write(bytes)
      return true
    } catch {
      return false
    }
  }

  private func lossRecord(_ lines: Int) -> [UInt8] {
    let record: JSONValue = [
      "time": .string(clock.now().rfc3339), "level": "WARN", "msg": "log: lines were lost", "lines": .int(lines),
    ]
    return record.serialize() + [UInt8(ascii: "\n")]
  }

  // MARK: - Rotation

  private func makeRoom(for count: Int, _ state: inout State) {
    guard let status = try? state.file?.status() else { return }
    if status.links == 0 {
      // Somebody removed the file: what goes on into it is lost.
      state.file = nil
      return
    }
    guard status.size > 0, Int(status.size) + count > rotation.maxBytes else { return }
    do throws(SystemError) {
      try archive.takeOver()
      state.file = nil
      try open(&state)
    } catch {
      // Better a file that is too large than lines that are lost.
      return
    }
    archive.tidyInBackground()
  }

  private func open(_ state: inout State) throws(SystemError) {
    let file = try FileDescriptor.file(path, O_WRONLY | O_APPEND | O_CREAT)
    try Permissions.set(0o600, of: file, path)
    if case .captured = streams { try StandardError.redirect(withOutput: file) }
    state.file = consume file
  }
}
