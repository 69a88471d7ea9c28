internal import CSystem

/// Where a path really leads.
public enum RealPath {
  /// The absolute path without links, `.` and `..`. Everything on the way must exist.
  public static func of(_ path: String) throws(SystemError) -> String {
    var buffer = [CChar](repeating: 0, count: 4096)
    let result = cs_real_path(path, &buffer, buffer.count)
    _ = try SystemError.check(result, "realpath", path)
    return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
