/// The session's end of the connection to its shim. Used on the session's thread only; no call blocks.
protocol ShimLink: AnyObject {
  /// Whether the shim has answered HELLO and the connection stands.
  var isAttached: Bool { get }
  /// Offers bytes of standard input at a position; answers how many were sent, which may be none.
  func offer(_ bytes: ArraySlice<UInt8>, at position: Int64) -> Int
  /// The byte of standard input at which the next offer must begin.
  var inputPosition: Int64 { get }
  /// The byte of standard input up to which the shim has accepted everything.
  var acceptedPosition: Int64 { get }
  /// Everything before that byte of standard output is on disk with us.
  func acknowledge(_ byte: Int64)
  /// Begins the stop ladder; repeating it changes nothing.
  func stop(_ ladder: StopLadder)
  /// Starts a terminal; an id that runs already is not started again.
  func startTerminal(_ id: String, _ order: TerminalOrder)
  /// Kills a terminal's processes; its output stays.
  func killTerminal(_ id: String)
  /// Forgets a terminal, killing what still runs of it.
  func releaseTerminal(_ id: String)
  /// Closes the connection; the shim goes on.
  func close()
}

/// The graces of the stop ladder (contract: sessions §17).
struct StopLadder: Equatable, Sendable {
  /// Between closing standard input and SIGTERM, in milliseconds.
  var closeGrace: Int = 5_000
  /// Between SIGTERM and SIGKILL, in milliseconds.
  var terminateGrace: Int = 250

  /// No grace at all: the whole tree is killed at once.
  static let none = StopLadder(closeGrace: 0, terminateGrace: 0)
}

/// What a terminal runs.
struct TerminalOrder: Equatable, Sendable {
  var arguments: [String]
  var directory: String
  var environment: [String]
  /// Bytes of output that are kept.
  var outputLimit: Int
}
