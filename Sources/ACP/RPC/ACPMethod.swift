/// The name of a method of the Agent Client Protocol, version 1. Open: agents may call others.
public struct ACPMethod: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
  /// The name on the wire.
  public let rawValue: String

  /// Makes the method of that name.
  public init(rawValue: String) {
    self.rawValue = rawValue
  }

  /// Makes the method of that name.
  public init(_ name: String) {
    rawValue = name
  }

  /// The name on the wire.
  public var description: String { rawValue }

  /// The first call: version and capabilities.
  public static let initialize = ACPMethod("initialize")
  /// Authenticates by one of the offered methods.
  public static let authenticate = ACPMethod("authenticate")
  /// Opens a new conversation.
  public static let sessionNew = ACPMethod("session/new")
  /// Opens a past conversation and replays it.
  public static let sessionLoad = ACPMethod("session/load")
  /// Opens a past conversation without replaying it.
  public static let sessionResume = ACPMethod("session/resume")
  /// Ends a conversation and frees what it holds.
  public static let sessionClose = ACPMethod("session/close")
  /// Sends a prompt; answered at the end of the turn.
  public static let sessionPrompt = ACPMethod("session/prompt")
  /// Switches the mode.
  public static let sessionSetMode = ACPMethod("session/set_mode")
  /// Sets an option.
  public static let sessionSetConfigOption = ACPMethod("session/set_config_option")
  /// A notification to the agent.
  public static let sessionCancel = ACPMethod("session/cancel")

  /// A notification to the client.
  public static let sessionUpdate = ACPMethod("session/update")
  /// Asks a person about a tool call.
  public static let requestPermission = ACPMethod("session/request_permission")
  /// Reads a file through the client.
  public static let readTextFile = ACPMethod("fs/read_text_file")
  /// Writes a file through the client.
  public static let writeTextFile = ACPMethod("fs/write_text_file")
  /// Runs a command through the client.
  public static let terminalCreate = ACPMethod("terminal/create")
  /// Asks for the output so far.
  public static let terminalOutput = ACPMethod("terminal/output")
  /// Waits for the end of the command.
  public static let terminalWaitForExit = ACPMethod("terminal/wait_for_exit")
  /// Kills the command and keeps its output.
  public static let terminalKill = ACPMethod("terminal/kill")
  /// Kills the command and forgets it.
  public static let terminalRelease = ACPMethod("terminal/release")

  /// A notification of either side: the call of that id is not wanted any more.
  public static let cancelRequest = ACPMethod("$/cancel_request")
}
