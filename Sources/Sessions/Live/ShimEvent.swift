/// One report of a shim.
enum ShimEvent: Equatable, Sendable {
  /// HELLO: the connection stands.
  ///
  /// `foreignBuild` names the shim's build when it is not this one and that matters.
  case attached(
    pid: Int32, startTicks: UInt64, length: Int64, terminals: [TerminalReport], foreignBuild: String?)
  /// Standard output has this length now.
  case length(Int64)
  /// The shim took more of standard input.
  case accepted
  case terminal(TerminalReport)
  /// What the agent writes cannot be stored for this reason (an error number), so it waits; 0 when it can be.
  case blocked(Int32)
  /// The shim did not understand something.
  case complained(String)
  /// The exit record is written.
  case exited
  /// The shim lives and cannot be connected to, for this reason (an error number); it is asked again.
  case unreachable(Int32)
  /// The shim does not accept this daemon.
  case refused(ShimRefusal)
  /// The connection broke.
  case gone
}

/// Why a shim does not accept a daemon.
enum ShimRefusal: Equatable, Sendable {
  /// It has seen a daemon of this generation.
  case laterGeneration(UInt64)
  /// It belongs to another home.
  case otherHome
  /// It speaks another version of the protocol.
  case otherProtocol
}

/// What a shim says of a terminal.
struct TerminalReport: Equatable, Sendable {
  enum Condition: Equatable, Sendable {
    case running
    case exited(code: Int32?, signal: Int32?)
    /// It could not be started.
    case failed(String)
  }

  var id: String
  var condition: Condition
}
