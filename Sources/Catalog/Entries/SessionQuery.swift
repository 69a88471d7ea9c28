public import Home
internal import Platform
internal import SQLite

/// Which page of the sessions to list.
public struct SessionQuery: Sendable, Equatable {
  /// The order of a list, by the time of creation.
  public enum Order: Sendable {
    /// The newest first.
    case newestFirst
    /// The oldest first.
    case oldestFirst
  }

  /// Only these states; empty means all.
  public var states: [String] = []
  /// Only this workspace.
  public var workspace: WorkspaceID?
  /// The order.
  public var order = Order.newestFirst
  /// At most this many; nil for all.
  public var limit: Int?
  /// Only what comes after the page that ended here.
  public var cursor: SessionCursor?

  /// Every session, the newest first.
  public init() {}
}

/// The end of a page of sessions.
public struct SessionCursor: Sendable, Equatable {
  let createdAt: String
  let id: SessionID

  init(_ entry: SessionEntry) {
    createdAt = entry.createdAt.fixed
    id = entry.id
  }

  /// Fails unless `text` is the text of a cursor.
  public init?(_ text: String) {
    let parts = text.split(separator: "_", omittingEmptySubsequences: false)
    guard parts.count == 2, let time = WallTime(rfc3339: String(parts[0])), time.fixed == parts[0],
      let id = SessionID(String(parts[1]))
    else { return nil }
    createdAt = String(parts[0])
    self.id = id
  }

  /// What a client sends back to get the next page.
  public var text: String { "\(createdAt)_\(id)" }
}

/// One page of sessions.
public struct SessionPage: Sendable, Equatable {
  /// The sessions in the order asked for.
  public var entries: [SessionEntry]
  /// Where the next page begins; nil when this is the last.
  public var next: SessionCursor?
}

extension SessionQuery {
  func page(in transaction: borrowing Transaction<some Any>) throws -> SessionPage {
    var conditions: [String] = []
    var parameters: [any Bindable] = []
    if !states.isEmpty {
      conditions.append("state IN (\(states.map { _ in "?" }.joined(separator: ", ")))")
      parameters += states
    }
    if let workspace {
      conditions.append("workspace_id = ?")
      parameters.append(workspace.text)
    }
    if let cursor {
      conditions.append("(created_at, id) \(order == .newestFirst ? "<" : ">") (?, ?)")
      parameters += [cursor.createdAt, cursor.id.text]
    }
    let direction = order == .newestFirst ? "DESC" : "ASC"
    var sql = SessionEntry.selection
    if !conditions.isEmpty { sql += " WHERE " + conditions.joined(separator: " AND ") }
    sql += " ORDER BY created_at \(direction), id \(direction) LIMIT ?"
    // One more than asked for tells whether there is a next page.
    parameters.append(limit.map { max(0, $0) + 1 } ?? -1)
    var page = SessionPage(entries: [], next: nil)
    try transaction.forEachRow(sql, parameters: parameters) { row in
      page.entries.append(try SessionEntry(row))
      return true
    }
    if let limit, page.entries.count > limit {
      page.entries.removeLast()
      page.next = page.entries.last.map(SessionCursor.init)
    }
    return page
  }
}
