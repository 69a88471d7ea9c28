internal import CSystem
public import Diagnostics
public import Platform

extension HomeDirectory {
  /// Makes the home and its directories, or checks and mends the ones that are there.
  ///
  /// A new home has mode 0700; an existing one keeps its mode as long as only its owner can write to it. Everything
  /// below is made 0700, whatever the umask. Nothing is made in a home that is refused.
  ///
  /// - Throws: `home_writable_by_others`, `home_not_ours`, `home_read_only`, `home_full` or `home_unusable`, with the
  ///   command that mends it.
  public func prepare(layer: any FileLayer = SystemFiles()) throws(AghError) {
    try checkOwnership()
    do throws(SystemError) {
      try makeRoot(layer: layer)
      try probe(layer: layer)
      for name in Self.directories {
        try makePrivate("\(path)/\(name)")
      }
      try layer.syncDirectory(path, .home)
    } catch {
      throw AghError(home: self, error)
    }
  }

  /// Refuses a home that somebody else owns or can write to. One that does not exist is fine.
  ///
  /// - Throws: `home_writable_by_others`, `home_not_ours` or `home_unusable`.
  public func checkOwnership() throws(AghError) {
    let status: FileStatus?
    do {
      status = try FileStatus.ifPresent(path)
    } catch {
      throw AghError(home: self, error)
    }
    guard let status else { return }
    guard status.kind == .directory else {
      throw AghError(.homeUnusable, "the home \(path) is not a directory")
    }
    guard status.user == CurrentProcess.user else {
      throw AghError(
        .homeNotOurs, "the home \(path) belongs to user \(status.user), and this is user \(CurrentProcess.user)")
    }
    guard status.permissions & 0o022 == 0 else {
      throw AghError(
        .homeWritableByOthers, "the home \(path) can be written to by others than its owner",
        next: "chmod go-w '\(path)'")
    }
  }

  private func makeRoot(layer: any FileLayer) throws(SystemError) {
    if try FileStatus.ifPresent(path) != nil { return }
    let parent = AbsolutePath.parent(of: path)
    try Self.makeParents(of: path)
    try layer.makeDirectory(path, mode: 0o700)
    try Permissions.set(0o700, of: path)
    try layer.syncDirectory(parent, .home)
  }

  /// The directories above a home are nobody's secret: they get the user's usual mode.
  private static func makeParents(of path: String) throws(SystemError) {
    let parent = AbsolutePath.parent(of: path)
    if try FileStatus.ifPresent(parent) != nil { return }
    try makeParents(of: parent)
    try Directory.make(parent, mode: 0o755)
  }

  private func makePrivate(_ directory: String) throws(SystemError) {
    try Directory.make(directory, mode: 0o700)
    let status = try FileStatus.of(directory)
    if status.permissions != 0o700 { try Permissions.set(0o700, of: directory) }
  }

  /// Writes and removes a small file, so that a home that is read-only or full is known before anything is made in it.
  private func probe(layer: any FileLayer) throws(SystemError) {
    let file = "\(path)/.probe"
    try layer.remove(file)
    do throws(SystemError) {
      let descriptor = try layer.create(file, mode: 0o600)
      try layer.write([UInt8](repeating: 0, count: 64 << 10), to: descriptor, file)
      try layer.sync(descriptor, file, .home)
    } catch {
      try? layer.remove(file)
      throw error
    }
    try layer.remove(file)
  }
}

extension SyncName {
  /// The syncs of the home directory itself.
  public static let home = SyncName("home")
}

extension AghError {
  /// The failure of an operation in a home, in terms of what its owner can do.
  public init(home: HomeDirectory, _ error: SystemError) {
    switch error {
    case _ where error.isReadOnly:
      self.init(.homeReadOnly, "the home \(home.path) cannot be written to: \(error)")
    case _ where error.isFull:
      self.init(.homeFull, "the file system of the home \(home.path) is full: \(error)")
    default:
      self.init(.homeUnusable, "the home \(home.path) cannot be used: \(error)")
    }
  }
}
