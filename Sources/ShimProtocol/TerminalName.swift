/// The names of terminals are names of files.
public enum TerminalName {
  /// Whether `name` may name a terminal.
  public static func isValid(_ name: ByteText) -> Bool {
    var count = 0
    for byte in name.bytes {
      count += 1
      let letter = (65...90).contains(byte) || (97...122).contains(byte)
      guard letter || (48...57).contains(byte) || byte == 45 || byte == 95 else { return false }
    }
    return count >= 1 && count <= 64
  }

  static func read(_ reader: inout WireReader) throws(WireError) -> ByteText {
    let name = try reader.text()
    guard isValid(name) else { throw .invalid }
    return name
  }
}
