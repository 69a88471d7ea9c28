import FoundationEssentials
import Journal

/// A singleton record of a session's journal, kept as one JSON object.
///
/// Expand then contract: fields may be added with a default; a field that was ever written is never given another meaning.
protocol SessionRecord: Codable, Equatable, Sendable {
  /// Its key in the journal.
  static var name: RecordName { get }
}

/// How records and the data columns of rows become JSON.
enum RecordCoding {
  static func encode(_ value: some Encodable) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return Array(try encoder.encode(value))
  }

  static func decode<Value: Decodable>(_ type: Value.Type, _ bytes: [UInt8]) throws -> Value {
    try JSONDecoder().decode(type, from: Data(bytes))
  }
}

/// What was asked for when the session was created. Written once.
struct Creation: SessionRecord {
  static let name = RecordName("creation")

  var id: String
  var name: String?
  var agent: String
  var provider: String
  var model: String?
  var reasoningEffort: String?
  var workspace: String
  /// The canonical directory of the workspace: the working directory of the agent.
  var root: String
  var additional: [String]
  var permissionMode: PermissionMode
  /// The agent's command, split.
  var command: [String]
  /// Nanoseconds since 1970.
  var createdAt: Int64

  /// The directories whose files the agent may reach, the workspace's first.
  var roots: [String] { [root] + additional }
}

/// What the static policy allows without asking (contract: sessions §16).
enum PermissionMode: String, Codable, Sendable {
  case denyAll = "deny-all"
  case approveReads = "approve-reads"
  case approveAll = "approve-all"
}

/// Where the agent's standard output has been read to.
struct SpoolOffset: SessionRecord {
  static let name = RecordName("spool")

  var epoch: Int
  /// The byte after the last line that was taken.
  var byte: Int64
}

/// Counters that never go back.
struct Counters: SessionRecord {
  static let name = RecordName("counters")

  /// The next id of a call to the agent; never reused in a session.
  var nextCall: Int64 = 1
  /// The next number of a request of the agent.
  var nextRequest: Int64 = 1
  /// The next number of a turn.
  var nextTurn: Int64 = 1
  /// The next terminal.
  var nextTerminal: Int64 = 1
  /// The byte of standard input at which the next message of this epoch begins.
  var nextPosition: Int64 = 0
}

/// What the agent said about itself in this epoch.
struct AgentInfo: SessionRecord {
  static let name = RecordName("agent")

  /// The agent's id of the conversation; unique within its process only, never a key.
  var acpSession: String?
  var supportsLoad = false
  var supportsResume = false
  var supportsClose = false
  /// Whether context may be sent as an embedded resource.
  var embeddedContext = false
  /// The reply to `initialize` as it came, as JSON text.
  var initialized: String?
  /// The reply that opened the conversation as it came, as JSON text.
  var opened: String?
  /// The names of the environment given to the agent, and those that were dropped.
  var environmentGiven: [String] = []
  var environmentDropped: [String] = []
  var pid: Int32?
  var startTicks: UInt64?
}

/// The agent's conversation over all runs: what a later run asks the agent to go on with.
struct Conversation: SessionRecord {
  static let name = RecordName("conversation")

  var acpSession: String?
}

/// Lines of the agent's standard output that were no JSON-RPC messages, and updates that were dropped.
struct Noise: SessionRecord {
  static let name = RecordName("noise")

  /// In this session.
  var lines = 0
  /// In a row, up to now.
  var run = 0
  /// The last ones, shortened, as quotes for the failure.
  var quotes: [String] = []
  /// Updates for another conversation.
  var foreignUpdates = 0
  /// Updates replayed while the agent loaded the conversation.
  var replayedUpdates = 0

  /// As many garbage lines in a row fail the session.
  static let limit = 10
}

/// What a person allowed for the rest of the session.
struct Grants: SessionRecord {
  static let name = RecordName("grants")

  /// Kinds of tool calls (`edit`, `execute` …) answered with allow-always.
  var kinds: [String] = []
}
