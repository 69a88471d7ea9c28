internal import CSystem
import JSON
import Platform

/// Small JSON files of the home: pretty, with a line end, replaced as a whole.
enum JSONFile {
  /// The value in a file; nil when there is no file, or none that is JSON.
  static func read(_ path: String) -> JSONValue? {
    guard let file = try? FileDescriptor.file(path, 0),
      let bytes = try? file.readToEnd(limit: 1 << 20)
    else { return nil }
    return try? JSONParser.parse(bytes)
  }

  /// Writes the value, on disk when it returns, with mode 0600.
  static func write(
    _ value: JSONValue, to path: String, name: SyncName, layer: any FileLayer
  ) throws(SystemError) {
    try AtomicFile.write(
      value.serialize(pretty: true) + [UInt8(ascii: "\n")], to: path, mode: 0o600, name: name, layer: layer)
  }
}
