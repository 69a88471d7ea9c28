/// Takes an event stream apart, as the HTML standard's `EventSource` does: any of the three line ends, comments skipped,
/// an event without data dropped, a cut-off last event never delivered.
public struct SSEParser: Sendable {
  /// The id of the last event that had one: what to send as `Last-Event-ID` when reconnecting.
  public private(set) var lastEventID: String?

  private var line: [UInt8] = []
  private var event = SSEEvent(data: [] as [UInt8])
  private var hasData = false
  private var pendingID: String?
  private var skipsNewline = false
  private var isFirstLine = true

  /// A parser at the start of a stream.
  public init() {}

  /// Takes the next bytes and returns the events they complete.
  public mutating func feed(_ bytes: [UInt8]) -> [SSEEvent] {
    var events: [SSEEvent] = []
    var start = 0
    if skipsNewline, let first = bytes.first {
      skipsNewline = false
      if first == newline { start = 1 }
    }
    while let end = bytes[start...].firstIndex(where: { $0 == newline || $0 == carriageReturn }) {
      line.append(contentsOf: bytes[start..<end])
      endLine(&events)
      start = end + 1
      guard bytes[end] == carriageReturn else { continue }
      if start == bytes.count {
        skipsNewline = true
      } else if bytes[start] == newline {
        start += 1
      }
    }
    line.append(contentsOf: bytes[start...])
    return events
  }

  private mutating func endLine(_ events: inout [SSEEvent]) {
    if isFirstLine {
      isFirstLine = false
      if line.starts(with: [0xef, 0xbb, 0xbf]) { line.removeFirst(3) }
    }
    if line.isEmpty {
      dispatch(&events)
    } else {
      takeField()
      line.removeAll(keepingCapacity: true)
    }
  }

  private mutating func takeField() {
    let colon = line.firstIndex(of: UInt8(ascii: ":")) ?? line.count
    var value = line[colon...].dropFirst()
    if value.first == space { value = value.dropFirst() }
    switch String(decoding: line[..<colon], as: UTF8.self) {
    case "data":
      if hasData { event.data.append(newline) }
      event.data.append(contentsOf: value)
      hasData = true
    case "event":
      event.event = value.isEmpty ? nil : String(decoding: value, as: UTF8.self)
    case "id" where !value.contains(0):
      pendingID = String(decoding: value, as: UTF8.self)
    default:
      break
    }
  }

  private mutating func dispatch(_ events: inout [SSEEvent]) {
    if let pendingID { lastEventID = pendingID }
    if hasData {
      event.id = pendingID
      events.append(event)
    }
    event = SSEEvent(data: [] as [UInt8])
    hasData = false
    pendingID = nil
  }
}
