internal import CSystem

/// The file operations whose order a power cut can see.
///
/// Durable writes go through one, so that a test can put a layer below that forgets what was not synced.
public protocol FileLayer: Sendable {
  /// Makes a new file for writing; fails with EEXIST when something lies there.
  func create(_ path: String, mode: UInt32) throws(SystemError) -> FileDescriptor
  /// Writes all of `bytes` at the file's position.
  func write(_ bytes: [UInt8], to file: borrowing FileDescriptor, _ path: String) throws(SystemError)
  /// Puts the file's content on disk.
  func sync(_ file: borrowing FileDescriptor, _ path: String, _ name: SyncName) throws(SystemError)
  /// Puts the names in a directory on disk.
  func syncDirectory(_ path: String, _ name: SyncName) throws(SystemError)
  /// Gives a file another name, in place of what had it.
  func rename(_ from: String, to: String) throws(SystemError)
  /// Removes a file; one that is not there is fine.
  func remove(_ path: String) throws(SystemError)
  /// Makes a directory; one that exists already is fine.
  func makeDirectory(_ path: String, mode: UInt32) throws(SystemError)
}

/// The name of one place in the program that syncs. The module that syncs declares its names in an extension.
public struct SyncName: Hashable, Sendable, CustomStringConvertible {
  /// The name, like `home.json`.
  public let text: String

  /// Makes a name.
  public init(_ text: String) {
    self.text = text
  }

  /// The text for people.
  public var description: String { text }
}

/// The file system itself.
public struct SystemFiles: FileLayer {
  private let skipped: Set<SyncName>

  /// Makes the layer. The syncs in `skipped` do nothing: for tests that show that each one is needed.
  public init(skipping skipped: Set<SyncName> = []) {
    self.skipped = skipped
  }

  /// Makes a new file for writing, with `mode` whatever the mask of the process is.
  public func create(_ path: String, mode: UInt32) throws(SystemError) -> FileDescriptor {
    let file = try FileDescriptor.open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: mode)
    // The mask of the process must not decide.
    _ = try SystemError.check(cs_fchmod(file.rawValue, mode), "fchmod", path)
    return file
  }

  /// Writes all of `bytes` at the position of the file.
  public func write(_ bytes: [UInt8], to file: borrowing FileDescriptor, _ path: String) throws(SystemError) {
    try file.write(bytes)
  }

  /// Puts the content on disk with `fsync`.
  public func sync(_ file: borrowing FileDescriptor, _ path: String, _ name: SyncName) throws(SystemError) {
    if skipped.contains(name) { return }
    _ = try SystemError.check(cs_fsync(file.rawValue), "fsync", path)
  }

  /// Puts the names on disk with `fsync` on the directory.
  public func syncDirectory(_ path: String, _ name: SyncName) throws(SystemError) {
    if skipped.contains(name) { return }
    let directory = try FileDescriptor.directory(path)
    _ = try SystemError.check(cs_fsync(directory.rawValue), "fsync", path)
  }

  /// Gives a file another name, in place of what had it.
  public func rename(_ from: String, to: String) throws(SystemError) {
    let here = cs_working_directory()
    _ = try SystemError.check(cs_renameat(here, from, here, to), "rename", from)
  }

  /// Removes a file; one that is not there is fine.
  public func remove(_ path: String) throws(SystemError) {
    let result = cs_unlinkat(cs_working_directory(), path, 0)
    if result != -ENOENT { _ = try SystemError.check(result, "unlink", path) }
  }

  /// Makes a directory; one that exists already is fine.
  public func makeDirectory(_ path: String, mode: UInt32) throws(SystemError) {
    try Directory.make(path, mode: mode)
  }
}
