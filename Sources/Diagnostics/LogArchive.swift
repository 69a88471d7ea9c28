internal import CSystem
internal import CZlib
public import Platform
import Synchronization

/// The former files of a log: `agh-<UTC time>.log` beside `agh.log`, and `….log.gz` where they are compressed.
///
/// Nothing else in the directory is touched.
final class LogArchive: Sendable {
  private let directory: String
  private let prefix: String
  private let suffix: String
  private let path: String
  private let rotation: LogRotation
  private let clock: any Clock
  /// Held while files are compressed and removed, so that two rotations do not trip over each other.
  private let tidying = Mutex(())

  init(path: String, rotation: LogRotation, clock: any Clock) {
    let slash = path.lastIndex(of: "/") ?? path.startIndex
    let name = path[slash...].drop { $0 == "/" }
    let dot = name.lastIndex(of: ".") ?? name.endIndex
    directory = slash == path.startIndex ? "." : String(path[..<slash])
    prefix = name[..<dot] + "-"
    suffix = String(name[dot...])
    self.path = path
    self.rotation = rotation
    self.clock = clock
  }

  /// Gives the log file the name of a former one.
  func takeOver() throws(SystemError) {
    var moment = clock.now()
    var target = name(at: moment)
    while try isTaken(target) {
      moment = moment + .milliseconds(1)
      target = name(at: moment)
    }
    try SystemFiles().rename(path, to: target)
  }

  private func isTaken(_ target: String) throws(SystemError) -> Bool {
    for name in [target, target + ".gz"] where try FileStatus.ifPresent(name, following: false) != nil { return true }
    return false
  }

  /// Compresses and removes on a thread of its own; whoever logs does not wait for it.
  func tidyInBackground() {
    try? OwnThread(name: "log-archive") { [self] in
      tidying.withLock { _ in try? tidy() }
    }.detach()
  }

  private func tidy() throws(SystemError) {
    let names = try Directory.names(directory)
    var former = names.compactMap { Former(self, $0) }.sorted { $0.moment > $1.moment }
    if let most = rotation.maxBackups {
      for file in former.dropFirst(most) { try SystemFiles().remove(file.path) }
      former = Array(former.prefix(most))
    }
    if let maxAge = rotation.maxAge {
      let now = clock.now()
      for file in former where now - file.moment > maxAge { try SystemFiles().remove(file.path) }
      former.removeAll { now - $0.moment > maxAge }
    }
    if rotation.compress {
      for file in former where !file.isCompressed { try compress(file.path) }
    }
  }

  // MARK: - Names

  private func name(at moment: WallTime) -> String {
    // 2026-11-25T10:00:00.123456789Z → 2026-11-25T10-00-00.123
    let stamp = moment.fixed.prefix(23).map { $0 == ":" ? "-" : $0 }
    return "\(directory)/\(prefix)\(String(stamp))\(suffix)"
  }

  private struct Former {
    let path: String
    let moment: WallTime
    let isCompressed: Bool

    init?(_ archive: LogArchive, _ name: String) {
      isCompressed = name.hasSuffix(".gz")
      let plain = isCompressed ? String(name.dropLast(3)) : name
      guard plain.hasPrefix(archive.prefix), plain.hasSuffix(archive.suffix) else { return nil }
      let stamp = plain.dropFirst(archive.prefix.count).dropLast(archive.suffix.count)
      guard stamp.count == 23, let time = stamp.firstIndex(of: "T") else { return nil }
      let clockTime = stamp[time...].map { $0 == "-" ? ":" : $0 }
      guard let moment = WallTime(rfc3339: stamp[..<time] + String(clockTime) + "Z") else { return nil }
      path = "\(archive.directory)/\(name)"
      self.moment = moment
    }
  }

  // MARK: - Compression

  private func compress(_ path: String) throws(SystemError) {
    let source = try FileDescriptor.openForReading(path, following: false)
    let temporary = path + ".gz.tmp"
    try SystemFiles().remove(temporary)
    let target = try SystemFiles().create(temporary, mode: 0o600)
    do throws(SystemError) {
      try gzip(source, to: target.duplicate(), temporary)
      try SystemFiles().sync(target, temporary, .logArchive)
      try SystemFiles().rename(temporary, to: path + ".gz")
    } catch {
      try? SystemFiles().remove(temporary)
      throw error
    }
    try SystemFiles().remove(path)
  }

  private func gzip(
    _ source: borrowing FileDescriptor, to target: consuming FileDescriptor, _ path: String
  ) throws(SystemError) {
    guard let stream = gzdopen(target.release(), "wb6") else {
      throw SystemError(operation: "gzdopen", path: path, errno: ENOMEM)
    }
    do throws(SystemError) {
      while true {
        let piece = try source.read(upTo: 65_536)
        if piece.isEmpty { break }
        guard gzwrite(stream, piece, UInt32(piece.count)) == piece.count else {
          throw SystemError(operation: "gzwrite", path: path, errno: EIO)
        }
      }
    } catch {
      _ = gzclose(stream)
      throw error
    }
    guard gzclose(stream) == Z_OK else { throw SystemError(operation: "gzclose", path: path, errno: EIO) }
  }
}

extension SyncName {
  /// The sync of a compressed log before the plain one is removed.
  public static let logArchive = SyncName("log-archive")
}
