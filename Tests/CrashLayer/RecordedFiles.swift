public import Platform

/// The file layer over a ``RecordedDisk``. What lies outside of it is an error of the test.
public struct RecordedFiles: FileLayer {
  private struct Elsewhere: Error {}

  private let disk: RecordedDisk
  private let system = SystemFiles()

  /// The layer over that disk.
  public init(_ disk: RecordedDisk) {
    self.disk = disk
  }

  /// Makes a file and records its name.
  public func create(_ path: String, mode: UInt32) throws(SystemError) -> FileDescriptor {
    let name = try name(of: path)
    let file = try system.create(path, mode: mode)
    _ = disk.file(name)
    return file
  }

  /// Writes at the end of the file and records it.
  public func write(_ bytes: [UInt8], to file: borrowing FileDescriptor, _ path: String) throws(SystemError) {
    let name = try name(of: path)
    let offset = Int(try file.status().size)
    try system.write(bytes, to: file, path)
    disk.write(disk.file(name), offset: offset, bytes)
  }

  /// Records that the file is on disk.
  public func sync(_ file: borrowing FileDescriptor, _ path: String, _ name: SyncName) throws(SystemError) {
    disk.syncFile(disk.file(try self.name(of: path)), name)
  }

  /// Records that the names in the directory are on disk.
  public func syncDirectory(_ path: String, _ name: SyncName) throws(SystemError) {
    disk.syncDirectory(try self.name(of: path), name)
  }

  /// Renames and records it.
  public func rename(_ from: String, to: String) throws(SystemError) {
    let (name, other) = (try name(of: from), try name(of: to))
    let isDirectory = try FileStatus.of(from, following: false).kind == .directory
    try system.rename(from, to: to)
    if isDirectory { disk.renameDirectory(name, to: other) } else { disk.rename(name, to: other) }
  }

  /// Removes and records it.
  public func remove(_ path: String) throws(SystemError) {
    let name = try name(of: path)
    try system.remove(path)
    disk.remove(name)
  }

  /// Makes a directory and records its name.
  public func makeDirectory(_ path: String, mode: UInt32) throws(SystemError) {
    let name = try name(of: path)
    let isNew = try FileStatus.ifPresent(path) == nil
    try system.makeDirectory(path, mode: mode)
    if isNew { disk.makeDirectory(name) }
  }

  private func name(of path: String) throws(SystemError) -> String {
    var path = path
    if path.hasSuffix("/") { path.removeLast() }
    guard let name = disk.name(of: path) else {
      throw SystemError(operation: "record", path: path, errno: 18)
    }
    return name
  }
}
