/// The name of a singleton record. Open: names can be added.
public struct RecordName: Hashable, Sendable, CustomStringConvertible {
  /// The key in the table.
  public let name: String

  /// Makes the record name of that key.
  public init(_ name: String) {
    self.name = name
  }

  /// The name.
  public var description: String { name }
}
