internal import CSystem

// What it takes to replace a file below a root in steps that can be repeated.

extension DirectoryRoot {
  /// Makes the directories that `path` lies in and that are missing. None is made outside the root.
  public func makeParents(of path: String, mode: UInt32) throws(SystemError) {
    let names = path.split(separator: "/", omittingEmptySubsequences: true)
    guard names.count > 1 else { return }
    let lead = path.utf8.first == UInt8(ascii: "/") ? "/" : ""
    // An absolute path begins above the root; only what lies below can be missing.
    let known = lead.isEmpty ? 0 : self.path.split(separator: "/").count
    for count in 1..<names.count where count > known {
      let parent = lead + names[..<count].joined(separator: "/")
      let place = try locate(parent)
      guard place.name != "." else { continue }
      let result = cs_mkdirat(place.directory.rawValue, place.name, mode)
      if result != -EEXIST { _ = try SystemError.check(result, "mkdir", parent) }
    }
  }
}

extension DirectoryRoot.Place {
  /// What lies under a name in this directory, links not followed; nil when nothing does.
  public func status(of name: String) throws(SystemError) -> FileStatus? {
    var found = cs_status()
    let result = cs_statat(directory.rawValue, name, 0, &found)
    if result == -ENOENT { return nil }
    _ = try SystemError.check(result, "stat", name)
    return FileStatus(found)
  }

  /// Makes a new file in this directory for writing; EEXIST when the name is taken.
  public func create(_ name: String, mode: UInt32) throws(SystemError) -> FileDescriptor {
    let made = cs_openat(directory.rawValue, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode)
    let file = FileDescriptor(owning: try SystemError.check(made, "open", name))
    // The mask of the process must not decide.
    _ = try SystemError.check(cs_fchmod(file.rawValue, mode), "fchmod", name)
    return file
  }

  /// Removes a file of this directory; one that is not there is fine.
  public func remove(_ name: String) throws(SystemError) {
    let result = cs_unlinkat(directory.rawValue, name, 0)
    if result != -ENOENT { _ = try SystemError.check(result, "unlink", name) }
  }

  /// Gives a file of this directory another name in it, in place of what had it.
  public func rename(_ name: String, to other: String) throws(SystemError) {
    _ = try SystemError.check(cs_renameat(directory.rawValue, name, directory.rawValue, other), "rename", name)
  }

  /// Puts the names in this directory on disk.
  public func sync() throws(SystemError) {
    _ = try SystemError.check(cs_fsync(directory.rawValue), "fsync", path)
  }
}

extension FileDescriptor {
  /// Puts the file's content on disk.
  public func sync() throws(SystemError) {
    _ = try SystemError.check(cs_fsync(rawValue), "fsync")
  }
}
