import Catalog
import Platform

/// `.agh/workspace.toml` of a workspace: what makes a directory known again when the catalog is lost (contract: content
/// §1.1).
enum WorkspaceIdentity {
  /// Writes the file unless there is one. A directory that cannot be written keeps working without it. Blocks.
  static func ensure(
    in root: String, workspace: WorkspaceEntry, clock: any Clock, random: any RandomSource
  ) throws {
    let directory = root == "/" ? "/.agh" : root + "/.agh"
    let path = directory + "/workspace.toml"
    do throws(SystemError) {
      if try FileStatus.ifPresent(path) == nil {
        try write(path, directory: directory, root: root, workspace: workspace, clock: clock, random: random)
      }
    } catch {
      // The workspace can be used all the same; only a rebuild of the catalog will not find it.
      if !error.isReadOnly { throw error }
    }
  }

  private static func write(
    _ path: String, directory: String, root: String, workspace: WorkspaceEntry, clock: any Clock,
    random: any RandomSource
  ) throws(SystemError) {
    try Directory.make(directory, mode: 0o755)
    let text = """
      workspace_id = "\(ULID.make(at: clock.now(), random: random))"
      created_at = "\(clock.now().rfc3339)"
      realpath_at_creation = \(quoted(root))
      registered_as = "\(workspace.id)"

      """
    try AtomicFile.write(Array(text.utf8), to: path, mode: 0o644)
  }

  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case let scalar where scalar.value < 32 || scalar.value == 127:
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}

/// Identifiers that sort by the time they were made: 48 bits of milliseconds and 80 random ones in Crockford's base 32.
enum ULID {
  private static let digits = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")

  static func make(at time: WallTime, random: any RandomSource) -> String {
    var value = UInt128(UInt64(max(time.nanoseconds, 0)) / 1_000_000) << 80
    for byte in random.bytes(10).enumerated() { value |= UInt128(byte.element) << UInt128(8 * byte.offset) }
    return String((0..<26).reversed().map { digits[Int(truncatingIfNeeded: value >> UInt128(5 * $0)) & 31] })
  }
}
