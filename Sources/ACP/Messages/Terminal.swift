public import JSON

/// A variable of an environment.
public struct EnvVariable: WireValue, Hashable {
  /// Its name.
  public var name: String
  /// Its value.
  public var value: String

  /// Makes a variable of its parts.
  public init(name: String, value: String) {
    self.name = name
    self.value = value
  }

  /// Reads one; both fields are required.
  public init(json: JSONValue) throws(InvalidField) {
    name = try json.requiredString("name")
    value = try json.requiredString("value")
  }

  /// As it goes on the wire.
  public var json: JSONValue { ["name": .string(name), "value": .string(value)] }
}

/// Asks the client to run a command.
public struct CreateTerminalRequest: WireValue, Hashable {
  /// The agent's name of the conversation.
  public var sessionID: String
  /// The command.
  public var command: String
  /// Its arguments.
  public var args: [String]
  /// Variables to add to its environment.
  public var env: [EnvVariable]
  /// Its working directory; nil for the session's.
  public var cwd: String?
  /// How much of its output is kept, in bytes from the end; nil for what the client thinks right.
  public var outputByteLimit: Int?

  /// Makes a request of its parts.
  public init(
    sessionID: String, command: String, args: [String] = [], env: [EnvVariable] = [], cwd: String? = nil,
    outputByteLimit: Int? = nil
  ) {
    self.sessionID = sessionID
    self.command = command
    self.args = args
    self.env = env
    self.cwd = cwd
    self.outputByteLimit = outputByteLimit
  }

  /// Reads one; session and command are required.
  public init(json: JSONValue) throws(InvalidField) {
    sessionID = try json.requiredString("sessionId")
    command = try json.requiredString("command")
    args = json.strings("args")
    env = json.array("env", of: EnvVariable.self)
    cwd = json["cwd"]?.string
    outputByteLimit = json["outputByteLimit"]?.int
  }

  /// As it goes on the wire.
  public var json: JSONValue {
    .object(omittingNil: [
      "sessionId": .string(sessionID), "command": .string(command), "args": args.isEmpty ? nil : .strings(args),
      "env": env.isEmpty ? nil : .list(env), "cwd": .optional(cwd), "outputByteLimit": .optional(outputByteLimit),
    ])
  }
}

/// The answer to `terminal/create`.
public struct CreateTerminalResponse: WireValue, Hashable {
  /// Names the terminal from now on.
  public var terminalID: String

  /// Makes an answer of a name.
  public init(terminalID: String) {
    self.terminalID = terminalID
  }

  /// Reads one; the name is required.
  public init(json: JSONValue) throws(InvalidField) {
    terminalID = try json.requiredString("terminalId")
  }

  /// As it goes on the wire.
  public var json: JSONValue { ["terminalId": .string(terminalID)] }
}

/// The parameters of every other `terminal/…` method.
public struct TerminalReference: WireValue, Hashable {
  /// The agent's name of the conversation.
  public var sessionID: String
  /// Names the terminal.
  public var terminalID: String

  /// Makes a reference of its parts.
  public init(sessionID: String, terminalID: String) {
    self.sessionID = sessionID
    self.terminalID = terminalID
  }

  /// Reads one; both fields are required.
  public init(json: JSONValue) throws(InvalidField) {
    sessionID = try json.requiredString("sessionId")
    terminalID = try json.requiredString("terminalId")
  }

  /// As it goes on the wire.
  public var json: JSONValue { ["sessionId": .string(sessionID), "terminalId": .string(terminalID)] }
}

/// How a command ended; also the answer to `terminal/wait_for_exit`.
public struct TerminalExitStatus: WireValue, Hashable {
  /// The exit code, when it exited.
  public var exitCode: Int?
  /// The signal, when one ended it.
  public var signal: String?

  /// Makes a status of its parts.
  public init(exitCode: Int? = nil, signal: String? = nil) {
    self.exitCode = exitCode
    self.signal = signal
  }

  /// Reads one; nothing is required.
  public init(json: JSONValue) {
    exitCode = json["exitCode"]?.int
    signal = json["signal"]?.string
  }

  /// As it goes on the wire.
  public var json: JSONValue {
    .object(omittingNil: ["exitCode": .optional(exitCode), "signal": .optional(signal)])
  }
}

/// The answer to `terminal/output`.
public struct TerminalOutput: WireValue, Hashable {
  /// The output so far, the end of it when it is long.
  public var output: String
  /// Whether the beginning was cut off.
  public var truncated: Bool
  /// How the command ended; nil while it runs.
  public var exitStatus: TerminalExitStatus?

  /// Makes an answer of its parts.
  public init(output: String, truncated: Bool, exitStatus: TerminalExitStatus? = nil) {
    self.output = output
    self.truncated = truncated
    self.exitStatus = exitStatus
  }

  /// Reads one; the output is required.
  public init(json: JSONValue) throws(InvalidField) {
    output = try json.requiredString("output")
    truncated = json.flag("truncated")
    exitStatus = json.optional("exitStatus", as: TerminalExitStatus.self)
  }

  /// As it goes on the wire.
  public var json: JSONValue {
    .object(omittingNil: [
      "output": .string(output), "truncated": .bool(truncated), "exitStatus": exitStatus?.json,
    ])
  }
}
