import Catalog
import Glibc
import Home
import Platform

/// A home of one test, removed with it, and the ways to open its catalog.
final class CatalogFixture: Sendable {
  private static let pool = Result { try BlockingPool(threads: 2, name: "catalog-test") }

  let directory: String
  let clock = ManualClock(wall: WallTime(nanoseconds: 1_770_000_000_000_000_000))

  init() throws {
    var template = Array("/tmp/agh-catalog-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw SystemError(operation: "mkdtemp", errno: errno) }
    directory = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit {
    try? Directory.removeTree(directory)
  }

  var path: String { "\(directory)/agh.db" }

  func open() async throws -> Catalog {
    try await Catalog.open(path: path, clock: clock, pool: Self.pool.get())
  }

  /// What the sqlite3 shell answers.
  @discardableResult
  func shell(_ query: String) throws -> String {
    try run("sqlite3 '\(path)' \"\(query)\"")
  }
}

/// Runs a shell command to its end and returns what it prints.
@discardableResult
func run(_ command: String) throws -> String {
  guard let pipe = popen(command, "re") else { throw SystemError(operation: "popen", errno: errno) }
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 4096)
  while true {
    let count = fread(&buffer, 1, buffer.count, pipe)
    guard count > 0 else { break }
    bytes += buffer[..<count]
  }
  let status = pclose(pipe)
  guard status == 0 else { throw SystemError(operation: command, errno: status) }
  return String(decoding: bytes, as: UTF8.self)
}

private func bytes(_ number: Int) -> [UInt8] {
  (0..<8).map { UInt8(truncatingIfNeeded: number >> ((7 - $0) * 8)) }
}

func sessionID(_ number: Int) -> SessionID { SessionID(bytes: bytes(number)) }

func workspaceID(_ number: Int) -> WorkspaceID { WorkspaceID(bytes: bytes(number)) }

func time(_ seconds: Int) -> WallTime {
  WallTime(nanoseconds: 1_770_000_000_000_000_000 + Int64(seconds) * 1_000_000_000)
}

func workspace(_ number: Int, name: String, root: String? = nil) -> WorkspaceEntry {
  WorkspaceEntry(
    id: workspaceID(number), rootDirectory: root ?? "/work/\(number)", name: name, createdAt: time(0),
    updatedAt: time(0))
}

func session(_ number: Int, state: String = "stopped", workspace: Int = 1, created: Int? = nil) -> SessionEntry {
  SessionEntry(
    id: sessionID(number), agentName: "general", workspaceID: workspaceID(workspace), state: state,
    createdAt: time(created ?? number), updatedAt: time(created ?? number))
}
