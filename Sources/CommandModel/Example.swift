/// A command line worth showing, with what it is for.
public struct Example: Sendable, Hashable {
  /// The whole line as one would type it.
  public var line: String
  /// What it does, in a few words.
  public var purpose: String

  /// Makes an example.
  public init(_ line: String, _ purpose: String) {
    self.line = line
    self.purpose = purpose
  }
}
