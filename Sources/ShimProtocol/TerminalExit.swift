/// How the program of a terminal ended: the content of `terminals/<id>.exit`.
public struct TerminalExit: Equatable, Sendable {
  /// The exit code; nil when a signal ended it.
  public var code: Int32?
  /// The signal that ended it.
  public var signal: Int32?

  /// Describes an end.
  public init(code: Int32?, signal: Int32?) {
    self.code = code
    self.signal = signal
  }

  /// One line of JSON.
  public func encoded() -> [UInt8] {
    var writer = JSONLineWriter()
    writer.put("code", code.map { Int64($0) })
    writer.put("signal", signal.map { Int64($0) })
    return writer.finished()
  }

  /// Reads the line.
  public init(_ bytes: [UInt8]) throws(WireError) {
    let reader = try JSONLineReader(bytes)
    code = try reader.int32("code")
    signal = try reader.int32("signal")
  }
}
