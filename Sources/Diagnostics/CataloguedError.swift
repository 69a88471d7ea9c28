/// An error with a place in the catalogue, also one of a layer that knows nothing of it.
public protocol CataloguedError: Error {
  /// The failure as whoever asked is told it.
  var catalogued: AghError { get }
}

extension AghError: CataloguedError {
  /// The failure itself.
  public var catalogued: AghError { self }
}
