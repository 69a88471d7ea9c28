/// A table of routes that cannot work.
public struct RouterError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What is wrong with which route.
  public let description: String

  init(_ description: String) {
    self.description = description
  }
}
