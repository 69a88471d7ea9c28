import Home
import Platform
import Synchronization
import Testing

/// Something that was waited for did not come.
struct TimedOut: Error, CustomStringConvertible {
  let description: String
}

/// Waits until `condition` answers something, at most 30 s.
///
/// What is looked at belongs to other processes, so it is looked at again and again; how long it takes decides nothing.
func awaited<T>(
  _ what: @autoclosure () -> String, within limit: Duration = .seconds(30), _ condition: () throws -> T?
) throws -> T {
  let deadline = ContinuousClock.now + limit
  while true {
    if let value = try condition() { return value }
    guard ContinuousClock.now < deadline else { throw TimedOut(description: "\(what()) did not come within \(limit)") }
    Pause.block(.milliseconds(10))
  }
}

/// Waits until a condition holds, at most 30 s.
func eventually(
  _ what: @autoclosure () -> String, within limit: Duration = .seconds(30), until condition: () throws -> Bool
) throws {
  _ = try awaited(what(), within: limit) { try condition() ? true : nil }
}

/// A value that one thread sets once and another waits for.
final class Event<Value: Sendable>: Sendable {
  private let value = Mutex<Value?>(nil)

  func set(_ new: Value) {
    value.withLock { $0 = new }
  }

  var current: Value? { value.withLock { $0 } }

  func wait(within limit: Duration = .seconds(30)) throws -> Value {
    try awaited("the outcome", within: limit) { current }
  }
}
