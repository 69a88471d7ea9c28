public import Home
public import Platform
import ShimProtocol

/// The kept output of a terminal.
public struct TerminalOutputFile: Sendable, Equatable {
  /// The kept end of the output, cut at a character.
  public var text: String
  /// Whether there was more.
  public var isTruncated: Bool

  /// Reads at most `limit` bytes from the end. Blocks. A terminal that has written nothing yet has an empty output.
  public static func read(_ run: RunDirectory, terminal: String, limit: Int) throws(SystemError) -> TerminalOutputFile {
    let path = "\(run.terminals)/\(RunFiles.terminalOutput(ByteText(terminal)))"
    guard try FileStatus.ifPresent(path) != nil else { return TerminalOutputFile(text: "", isTruncated: false) }
    let bytes = try FileDescriptor.open(path, 0).readToEnd()
    let head = bytes.prefix(8)
    let dropped = head.reversed().reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
    var kept = bytes.dropFirst(8)
    let isTruncated = dropped > 0 || kept.count > limit
    kept = kept.suffix(limit)
    // What was cut in the middle of a character begins with the rest of it.
    if isTruncated { kept = kept.drop { $0 & 0xc0 == 0x80 } }
    return TerminalOutputFile(text: String(decoding: kept, as: UTF8.self), isTruncated: isTruncated)
  }
}
