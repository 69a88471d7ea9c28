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
    let file = try FileDescriptor.file(path, 0)
    let dropped = try file.read(upTo: Self.headerSize, at: 0).contains { $0 != 0 }
    let size = Int(try file.status().size) - Self.headerSize
    let skipped = max(0, size - limit)
    var kept = try file.read(upTo: min(max(0, size), limit), at: Int64(Self.headerSize + skipped))[...]
    let isTruncated = dropped || skipped > 0
    // What was cut in the middle of a character begins with the rest of it.
    if isTruncated { kept = kept.drop { $0 & 0xc0 == 0x80 } }
    return TerminalOutputFile(text: String(decoding: kept, as: UTF8.self), isTruncated: isTruncated)
  }

  /// The number of bytes that were dropped from the front stands before what is kept.
  private static let headerSize = 8
}
