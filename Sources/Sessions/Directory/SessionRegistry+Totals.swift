public import Catalog
import Home
import Journal
import Platform

/// What status tells of all sessions together: the live ones are looked at, the stored ones are known by the catalog.
extension SessionRegistry {
  /// How much all journals take up. Looks at the files of live sessions only.
  ///
  /// - Throws: when one of those cannot be looked at.
  public func journalSizes() async throws -> JournalTotals {
    let (home, ids) = (world.home, Array(live.keys))
    let stored = try await world.catalog.journals(without: ids)
    let running = try await world.pool.run {
      try ids.reduce(0) { try $0 + JournalSize.bytes(directory: home.session($1).path) }
    }
    return JournalTotals(bytes: stored.bytes + running, unmeasured: stored.unmeasured)
  }

  /// How many sessions failed in their last run, and the latest of them.
  public func failures(recent limit: Int) async throws -> SessionFailures {
    try await world.catalog.failures(recent: limit)
  }

  /// Measures the journals of stopped sessions that nobody has measured: those of a catalog that was made anew, and of
  /// sessions whose end a killed daemon did not come to store. Usually there are none.
  public func measureJournals() async throws {
    try await world.catalog.measureJournals()
  }
}
