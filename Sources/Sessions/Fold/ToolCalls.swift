import Home
import Journal

/// Tool calls the agent announced: the turn of late results, and what a grant covers.
struct ToolCalls: Equatable, Sendable {
  struct Call: Codable, Equatable, Sendable {
    var turn: String
    var kind: String?
    var title: String?
    var locations: [String] = []
    /// The files of the diffs it shows; some agents name them nowhere else.
    var diffs: [String]?
    var finished = false
    /// The agent announced it; of others only a request for permission was seen.
    var announced: Bool?
    /// A person (or the policy) allowed this call.
    var approved = false

    /// Every file it names.
    var paths: [String] { locations + (diffs ?? []) }
  }

  /// By tool call id.
  private(set) var calls: [String: Call] = [:]
  /// Ids in the order in which their calls began, with the number of each.
  private(set) var order: [Place] = []

  struct Place: Equatable, Sendable {
    var number: Int64
    var id: String
  }

  /// Calls that are remembered; above it the oldest finished ones are forgotten.
  static let limit = 256

  /// The number of the next call that begins.
  var nextNumber: Int64 { (order.last?.number ?? 0) + 1 }

  /// The number of a call that is known.
  func number(of id: String) -> Int64? { order.last { $0.id == id }?.number }

  /// The oldest finished call, when there are more than are remembered.
  var surplus: String? {
    guard order.count > Self.limit else { return nil }
    return order.first { calls[$0.id]?.finished ?? true }?.id
  }

  /// Takes a row of the journal, in whatever order they come.
  mutating func take(_ row: ToolCallRow) throws {
    calls[row.id] = try RecordCoding.decode(Call.self, row.data)
    guard number(of: row.id) != row.number else { return }
    order.removeAll { $0.id == row.id }
    let place = order.lastIndex { $0.number < row.number }.map { $0 + 1 } ?? 0
    order.insert(Place(number: row.number, id: row.id), at: place)
  }

  /// Forgets a call.
  mutating func remove(_ id: String) {
    calls[id] = nil
    order.removeAll { $0.id == id }
  }
}

extension Draft {
  /// Stores a call under its id: as the latest one when it begins now, in its place when it is known.
  mutating func store(_ call: ToolCalls.Call, _ id: String, begins: Bool) throws {
    let number = begins ? nil : state.tools.number(of: id)
    try add(
      .toolCall(
        ToolCallRow(id: id, number: number ?? state.tools.nextNumber, data: RecordCoding.encode(call))))
    while let surplus = state.tools.surplus { try add(.toolCallRemoved(surplus)) }
  }

  /// The agent of a new run knows none of the calls of the one before.
  mutating func forgetToolCalls() throws {
    for place in state.tools.order { try add(.toolCallRemoved(place.id)) }
  }
}
