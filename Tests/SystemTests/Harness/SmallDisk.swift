import Glibc
import Platform
import Testing

/// A file system of a few megabytes that a test fills and empties. Suites with `Mounting` in their name use it: an
/// ordinary user's run in a namespace where that is allowed (`scripts/test.sh`).
final class SmallDisk {
  let path: String
  private var filler: String { path + "/filler" }

  /// Mounts it at `path`, which is made if it is not there.
  init(at path: String, megabytes: Int) throws {
    self.path = path
    try Directory.make(path)
    let child = try ChildProcess(
      ["/bin/mount", "-t", "tmpfs", "-o", "size=\(megabytes)m,mode=0700", "agh-test", path], environment: [:])
    try #require(try child.wait() == .status(0), "a tmpfs cannot be mounted at \(path): see scripts/test.sh")
  }

  deinit {
    try? unmount(at: path)
  }

  /// Takes it away, also from where it was moved to with the directory that it lies in.
  func unmount(at place: String) throws {
    // Lazily: whoever still has a file open there is being killed.
    _ = try ChildProcess(["/bin/umount", "-l", place], environment: [:]).wait()
  }

  /// Takes every byte that is left.
  func fill() throws {
    let file = try FileDescriptor.open(filler, O_WRONLY | O_CREAT | O_APPEND)
    for size in [1 << 20, 4096, 1] { Self.write(pieces: size, to: file) }
    try #require(try FileStatus.of(filler).size > 0)
  }

  /// Writes pieces of a size until one does not go in.
  private static func write(pieces size: Int, to file: borrowing FileDescriptor) {
    let piece = [UInt8](repeating: 1, count: size)
    while (try? file.write(piece)) != nil {}
  }

  /// Gives everything back that `fill` took.
  func empty() throws {
    try #require(unlink(filler) == 0)
  }
}
