import ACP
import JSON
import Platform

/// `fs/read_text_file` (contract: sessions §15).
enum FileReading {
  /// Files above this many bytes are refused: the answer must fit into one line.
  static let sizeLimit: Int64 = 16 << 20

  /// Reads the lines that were asked for. Bytes that are no UTF-8 become U+FFFD.
  ///
  /// - Parameters:
  ///   - line: the first line, counted from 1; 0 means the beginning. Beyond the end the answer is empty.
  ///   - limit: at most this many lines; nil means all.
  static func text(root: borrowing DirectoryRoot, path: String, line: Int, limit: Int?) throws(RPCError) -> String {
    let bytes: [UInt8]
    do throws(SystemError) {
      let file = try root.openForReading(path)
      let status = try file.status()
      guard status.kind == .file else { throw SystemError.isDirectory("read", path) }
      guard status.size <= sizeLimit else { throw SystemError.isTooLarge("read", path) }
      bytes = try file.readToEnd(limit: Int(sizeLimit))
    } catch {
      throw PathFailure.rpcError(error, path: path, verb: "read")
    }
    guard line > 1 || limit != nil else { return String(decoding: bytes, as: UTF8.self) }
    return String(decoding: lines(bytes, from: max(line, 1), limit: limit), as: UTF8.self)
  }

  private static func lines(_ bytes: [UInt8], from first: Int, limit: Int?) -> ArraySlice<UInt8> {
    var start = bytes.startIndex
    for _ in 1..<first {
      guard let end = bytes[start...].firstIndex(of: 0x0a) else { return [] }
      start = end + 1
    }
    guard let limit else { return bytes[start...] }
    var end = start
    for _ in 0..<max(limit, 0) {
      guard let next = bytes[end...].firstIndex(of: 0x0a) else { return bytes[start...] }
      end = next + 1
    }
    return bytes[start..<end]
  }
}
