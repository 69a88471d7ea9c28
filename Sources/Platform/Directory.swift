internal import CSystem

/// What is done with whole directories.
public enum Directory {
  /// The names in it, sorted, without `.` and `..`.
  public static func names(_ path: String) throws(SystemError) -> [String] {
    try names(in: FileDescriptor.directory(path), path)
  }

  /// The names in an open directory, sorted, without `.` and `..`.
  public static func names(
    in directory: consuming FileDescriptor, _ path: String? = nil
  ) throws(SystemError) -> [String] {
    var failure: Int32 = 0
    guard let stream = cs_directory_open(directory.release(), &failure) else {
      throw SystemError(operation: "fdopendir", path: path, errno: -failure)
    }
    defer { cs_directory_close(stream) }
    var found: [String] = []
    var name = [CChar](repeating: 0, count: 256)
    while try SystemError.check(cs_directory_next(stream, &name), "readdir", path) == 1 {
      found.append(String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self))
    }
    return found.sorted()
  }

  /// Makes a directory; one that exists already is left as it is.
  public static func make(_ path: String, mode: UInt32 = 0o700) throws(SystemError) {
    do {
      _ = try SystemError.check(cs_mkdirat(cs_working_directory(), path, mode), "mkdir", path)
    } catch  where error.errno == EEXIST {
      guard try FileStatus.of(path).kind == .directory else {
        throw SystemError(operation: "mkdir", path: path, errno: ENOTDIR)
      }
    }
  }

  /// Removes a directory and everything in it, links themselves and not what they lead to. One that is not there is
  /// fine.
  public static func removeTree(_ path: String) throws(SystemError) {
    guard let status = try FileStatus.ifPresent(path, following: false) else { return }
    if status.kind == .directory {
      for name in try names(path) { try removeTree(path + "/" + name) }
    }
    do {
      let result = cs_unlinkat(cs_working_directory(), path, status.kind == .directory ? 1 : 0)
      _ = try SystemError.check(result, "unlink", path)
    } catch  where error.errno == ENOENT {
      return
    }
  }
}
