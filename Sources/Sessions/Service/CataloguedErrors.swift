public import Catalog
public import Diagnostics
public import Journal
public import Platform

extension JournalError: CataloguedError {
  /// Under the code that the journal names.
  public var catalogued: AghError { AghError(ErrorCode(rawValue: code) ?? .journalFailed, "\(self)") }
}

extension CatalogError: CataloguedError {
  /// Under the code that the catalog names.
  public var catalogued: AghError { AghError(ErrorCode(rawValue: code) ?? .catalogUnavailable, "\(self)") }
}

extension SystemError: CataloguedError {
  /// A full disk, or a failure that nobody has a better word for.
  public var catalogued: AghError { AghError(isFull ? .homeFull : .internalError, "\(self)") }
}
