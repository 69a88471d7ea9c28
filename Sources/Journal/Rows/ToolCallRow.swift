/// One tool call that the agent has announced, or asked a permission for.
public struct ToolCallRow: Sendable, Equatable {
  /// The agent's id of it; the latest call of that id is meant.
  public var id: String
  /// Counted from 1 in the order in which calls began; the engine's next number follows from the rows.
  public var number: Int64
  /// What the engine keeps of it, as one JSON object.
  public var data: [UInt8]

  /// Makes a row of its columns.
  public init(id: String, number: Int64, data: [UInt8]) {
    self.id = id
    self.number = number
    self.data = data
  }
}
