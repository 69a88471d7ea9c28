/// An error of a layer that knows nothing of the catalogue, with its place in it.
public protocol CataloguedError: Error {
  /// The failure as whoever asked is told it.
  var catalogued: AghError { get }
}
