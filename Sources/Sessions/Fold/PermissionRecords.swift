import Journal

/// What the row of a pending permission keeps.
struct PermissionData: Codable, Equatable, Sendable {
  var requestID: String
  var askedAt: Int64

  init(requestID: String, askedAt: Int64) {
    self.requestID = requestID
    self.askedAt = askedAt
  }

  init?(_ row: RequestRow) {
    guard row.state == RequestRow.State.pending, let data = row.data,
      let value = try? RecordCoding.decode(PermissionData.self, data)
    else { return nil }
    self = value
  }
}

/// Permission requests that ended, so that a repeated answer is told apart from a late one.
struct Decisions: SessionRecord {
  static let name = RecordName("decisions")

  struct Entry: Codable, Equatable, Sendable {
    var request: String
    /// A decision of the contract, or `cancelled`.
    var decision: String
  }

  var ended: [Entry] = []

  /// As many are remembered.
  static let limit = 64

  mutating func add(_ request: String, _ decision: String) {
    ended.append(Entry(request: request, decision: decision))
    if ended.count > Self.limit { ended.removeFirst(ended.count - Self.limit) }
  }
}
