import ACP
import JSON
import Journal
import TextFormats

/// What a `terminal/create` asks for, as an order to the shim (contract: sessions §15).
enum TerminalPlan {
  /// Bytes of output kept when the agent names no limit.
  static let defaultOutputLimit = 65_536
  /// Bytes of output kept at most, whatever the agent asks for.
  static let greatestOutputLimit = 8 << 20

  /// The order; fails when the working directory lies outside the workspace or the command is empty.
  static func order(_ params: JSONValue, creation: Creation?, base: [String]) throws(RPCError) -> TerminalOrder {
    guard let creation, let command = params["command"]?.string, !command.isEmpty else {
      throw .invalidParams("acp: terminal command is required")
    }
    let directory = params["cwd"]?.string ?? creation.root
    guard let resolved = LexicalPath.absolute(directory, root: creation.root),
      creation.roots.contains(where: { LexicalPath.isInside(resolved, $0) })
    else { throw .invalidParams("acp: path outside session workspace: \(directory)") }
    let given = (params["env"]?.array ?? []).compactMap { entry -> (String, String)? in
      guard let name = entry["name"]?.string, let value = entry["value"]?.string else { return nil }
      return (name, value)
    }
    return TerminalOrder(
      arguments: try arguments(command, params["args"]?.array), directory: resolved,
      environment: merge(base, given), outputLimit: outputLimit(params["outputByteLimit"]?.int))
  }

  /// How much output of a terminal is kept.
  static func outputLimit(_ asked: Int?) -> Int {
    min(max(asked ?? defaultOutputLimit, 0), greatestOutputLimit)
  }

  /// The `exitStatus` of a terminal; nil while it runs.
  static func exitStatus(_ terminal: TerminalRow) throws -> JSONValue? {
    guard terminal.state == TerminalRow.State.exited else { return nil }
    let data = try RecordCoding.decode(TerminalData.self, terminal.data)
    if let signal = data.signal { return ["exitCode": .null, "signal": .string(SignalName.name(of: signal))] }
    return ["exitCode": .int(data.exitCode ?? 0), "signal": .null]
  }

  /// The command is split like a shell would split it, then the arguments follow; no shell is run.
  private static func arguments(_ command: String, _ more: [JSONValue]?) throws(RPCError) -> [String] {
    guard let words = ShellWords.split(command), !words.isEmpty else {
      throw .invalidParams("acp: terminal command has an open quote: \(command)")
    }
    return words + (more ?? []).compactMap(\.string)
  }

  private static func merge(_ base: [String], _ given: [(String, String)]) -> [String] {
    let names = Set(given.map(\.0))
    return base.filter { entry in !names.contains(String(entry.prefix { $0 != "=" })) }
      + given.map { "\($0)=\($1)" }
  }
}
