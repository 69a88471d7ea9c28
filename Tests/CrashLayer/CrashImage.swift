internal import Platform

/// The files that a power cut has left: paths below the root of the disk and their content.
public struct CrashImage: Sendable, Equatable {
  /// Content by path.
  public var files: [String: [UInt8]] = [:]
  /// The directories below the root.
  public var directories: Set<String> = []

  /// An empty disk.
  public init() {}

  /// What is in a directory without directories of its own.
  public init(reading root: String) throws {
    for name in try Directory.names(root) {
      files[name] = try FileDescriptor.open("\(root)/\(name)", 0).readToEnd()
    }
  }

  /// Replaces what is in a directory by the image.
  public func write(to root: String) throws {
    for name in try Directory.names(root) { try Directory.removeTree("\(root)/\(name)") }
    // In the order of their text parents come first.
    for directory in directories.sorted() { try Directory.make("\(root)/\(directory)") }
    let layer = SystemFiles()
    for (name, bytes) in files {
      let file = try layer.create("\(root)/\(name)", mode: 0o600)
      try layer.write(bytes, to: file, name)
    }
  }
}
