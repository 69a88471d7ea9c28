internal import CSystem

/// What the agent has yet to read of its standard input: at most 64 KiB.
///
/// Bytes count as accepted when they are in here.
struct InputBuffer {
  static let capacity = 65536

  private let pipe: Int32
  private var waiting: [UInt8] = []
  private var start = 0
  private var isEnding = false

  /// The number of bytes ever taken.
  private(set) var accepted: UInt64 = 0
  /// Whether the pipe is closed, or is going to be when it is empty.
  private(set) var isClosed = false

  init(pipe: Int32) {
    self.pipe = pipe
    if pipe < 0 { isClosed = true }
  }

  /// How many bytes fit in now.
  var free: Int { isClosed || isEnding ? 0 : Self.capacity - (waiting.count - start) }

  /// The descriptor to write to as soon as that does not wait; -1 when there is nothing to write.
  var wanted: Int32 { !isClosed && start < waiting.count ? pipe : -1 }

  var state: ShimFrame.Accepted {
    ShimFrame.Accepted(position: accepted, free: UInt32(free), closed: isClosed || isEnding)
  }

  /// Takes what fits of `bytes`, if they are the ones that come next; otherwise nothing.
  mutating func take(_ bytes: [UInt8], at position: UInt64) {
    guard position == accepted || BrokenRule.isBroken("shim-input-position") else { return }
    let count = min(free, bytes.count)
    guard count > 0 else { return }
    if start == waiting.count {
      waiting.removeAll(keepingCapacity: true)
      start = 0
    } else if start > Self.capacity {
      waiting.removeFirst(start)
      start = 0
    }
    waiting += bytes[..<count]
    accepted += UInt64(count)
    write()
  }

  /// Gives the agent what its pipe takes. An agent that has closed its end gets no more.
  mutating func write() {
    while start < waiting.count {
      let count = waiting.withUnsafeBytes { buffer in
        buffer.baseAddress.map { cs_write(pipe, $0 + start, buffer.count - start) } ?? 0
      }
      if count == -Int(EAGAIN) { return }
      guard count > 0 else {
        close()
        return
      }
      start += count
    }
    waiting = []
    start = 0
    if isEnding { close() }
  }

  /// Closes the pipe after what is in here has been read.
  mutating func end() {
    isEnding = true
    if start == waiting.count { close() }
  }

  /// Closes the pipe now.
  mutating func close() {
    guard !isClosed else { return }
    isClosed = true
    waiting = []
    start = 0
    _ = cs_close(pipe)
  }
}
