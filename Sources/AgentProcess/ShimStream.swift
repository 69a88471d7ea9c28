public import ShimProtocol

/// The daemon's end of the conversation with one shim, without the socket: what has been said, what may be said next.
///
/// A plain state machine. Bytes that came go in, frames to send come out.
public struct ShimStream: Sendable {
  /// What the other side has said.
  public enum Event: Sendable, Equatable {
    /// The shim is ours, and this is its state.
    case attached(ShimFrame.Hello)
    /// The shim is not ours.
    case refused(ShimFrame.Refused)
    /// The output has this length now.
    case length(Int64)
    /// More input was taken.
    case accepted
    /// The exit record is written.
    case exited
    /// What became of a terminal.
    case terminal(TerminalReport)
    /// What the agent writes cannot be stored for this reason (an error number), so it waits; 0 when it can be again.
    case blocked(Int32)
    /// A frame of that kind was not understood, and nothing was done.
    case error(kind: UInt8, text: String)
  }

  /// Whether HELLO has come.
  public private(set) var isAttached = false
  /// The byte of input at which the next offer must begin.
  public private(set) var inputPosition: Int64 = 0
  /// The byte of input below which everything was taken.
  public private(set) var acceptedPosition: Int64 = 0
  /// So many bytes of input may be offered now.
  public private(set) var free = 0

  private var reader = FrameReader()
  private var stop: ClientFrame.Stop?
  private var acknowledged: UInt64 = 0
  private var startedTerminals: Set<String> = []

  /// A conversation that has not begun.
  public init() {}

  /// Takes bytes that came, and answers what they say. A stream that cannot be read on is an error.
  public mutating func take(_ bytes: UnsafeRawBufferPointer) throws(WireError) -> [Event] {
    reader.append(bytes)
    var events: [Event] = []
    while let raw = try reader.next() {
      // Frames of kinds that this version does not know say nothing to it.
      guard let frame = try ShimFrame(raw) else { continue }
      take(frame, into: &events)
    }
    return events
  }

  private mutating func take(_ frame: ShimFrame, into events: inout [Event]) {
    switch frame {
    case .hello(let hello):
      isAttached = true
      acknowledged = hello.acknowledged
      startedTerminals = Set(hello.terminals.map(\.id.description))
      inputPosition = Int64(clamping: hello.accepted.position)
      take(hello.accepted)
      events.append(.attached(hello))
      if hello.exited { events.append(.exited) }
    case .refused(let refused): events.append(.refused(refused))
    case .length(let length): events.append(.length(Int64(clamping: length)))
    case .accepted(let accepted):
      take(accepted)
      events.append(.accepted)
    case .exited: events.append(.exited)
    case .terminal(let report): events.append(.terminal(report))
    case .blocked(let errno): events.append(.blocked(errno))
    case .error(let kind, let text): events.append(.error(kind: kind, text: text.description))
    }
  }

  private mutating func take(_ accepted: ShimFrame.Accepted) {
    acceptedPosition = Int64(clamping: accepted.position)
    inputPosition = max(inputPosition, acceptedPosition)
    let underway = Int(inputPosition - acceptedPosition)
    free = accepted.closed ? 0 : max(0, Int(accepted.free) - underway)
  }

  /// The frame that offers input, as much as there is room for; nil when there is none, or when the position is not the
  /// expected one.
  public mutating func offer(_ bytes: ArraySlice<UInt8>, at position: Int64) -> (frame: [UInt8], count: Int)? {
    let count = min(bytes.count, free, Self.largestOffer)
    guard isAttached, position == inputPosition, count > 0 else { return nil }
    inputPosition += Int64(count)
    free -= count
    let frame = ClientFrame.stdin(position: UInt64(position), Array(bytes.prefix(count)))
    return (frame.encoded(), count)
  }

  /// The frame that acknowledges output; nil when it says nothing new.
  public mutating func acknowledge(_ byte: Int64) -> [UInt8]? {
    let byte = UInt64(clamping: byte)
    guard isAttached, byte > acknowledged else { return nil }
    acknowledged = byte
    return ClientFrame.acknowledge(byte).encoded()
  }

  /// The frame that orders to stop; nil when that was ordered already.
  public mutating func stop(_ order: ClientFrame.Stop) -> [UInt8]? {
    guard isAttached, stop == nil || order.atOnce && stop != order else { return nil }
    stop = order
    return ClientFrame.stop(order).encoded()
  }

  /// The frame that starts a terminal; nil when it was started already.
  public mutating func start(_ terminal: ClientFrame.TerminalStart) -> [UInt8]? {
    guard isAttached, startedTerminals.insert(terminal.id.description).inserted else { return nil }
    return ClientFrame.startTerminal(terminal).encoded()
  }

  private static let largestOffer = 64 << 10
}
