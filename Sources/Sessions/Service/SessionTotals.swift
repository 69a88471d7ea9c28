/// How many sessions failed in their last run.
public struct SessionFailures: Sendable, Equatable {
  /// By kind (contract: sessions §2.3).
  public var byKind: [String: Int]
  /// The latest of them that nobody cancelled, latest first.
  public var recent: [SessionSnapshot]

  /// Makes failures.
  public init(byKind: [String: Int], recent: [SessionSnapshot]) {
    self.byKind = byKind
    self.recent = recent
  }
}
