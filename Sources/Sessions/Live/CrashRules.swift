import Journal
import Platform

/// Rules of the crash protocol that a debug build breaks on request (`AGH_BREAK`), so that tests can show that they notice.
/// Unbroken, every draft is one commit of all its changes.
enum CrashRules {
  /// The commits that are made of a draft's changes, in order.
  static func commits(of changes: [JournalChange]) -> [[JournalChange]] {
    #if DEBUG
      var kept = changes
      if BreakRule.isBroken("engine-outbox-durable") { kept.removeAll { $0.isOutbox } }
      if BreakRule.isBroken("engine-request-durable") { kept.removeAll { $0.isRequest } }
      if BreakRule.isBroken("engine-key-with-prompt") { kept.removeAll { $0.isKey } }
      if BreakRule.isBroken("engine-offset-with-events") { return split(kept) { $0.isRecord(SpoolOffset.name) } }
      if BreakRule.isBroken("engine-answer-with-removal") { return split(kept) { $0.isRemoval } }
      return [kept]
    #else
      return [changes]
    #endif
  }

  #if DEBUG
    private static func split(_ changes: [JournalChange], _ later: (JournalChange) -> Bool) -> [[JournalChange]] {
      let parts = [changes.filter { !later($0) }, changes.filter(later)]
      return parts.filter { !$0.isEmpty }
    }
  #endif
}

#if DEBUG
  extension JournalChange {
    fileprivate var isOutbox: Bool { if case .outbox = self { true } else { false } }
    fileprivate var isRequest: Bool { if case .request = self { true } else { false } }
    fileprivate var isKey: Bool { if case .key = self { true } else { false } }
    fileprivate var isRemoval: Bool { if case .requestRemoved = self { true } else { false } }

    fileprivate func isRecord(_ name: RecordName) -> Bool {
      if case .record(name, _) = self { true } else { false }
    }
  }
#endif
