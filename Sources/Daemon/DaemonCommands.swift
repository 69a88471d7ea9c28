import Synchronization

/// What a running daemon is told from outside.
enum DaemonCommand: Equatable, Sendable {
  /// Stop every agent, then end.
  case stop
  /// Leave every agent to the next daemon, then end.
  case detach
}

/// The way of commands from the thread that takes signals to whoever carries them out.
final class DaemonCommands: Sendable {
  private struct State {
    var first: DaemonCommand?
    var count = 0
    var waiting: CheckedContinuation<DaemonCommand, Never>?
    var onHurry: (@Sendable () -> Void)?
    var onChild: (@Sendable () -> Void)?
  }

  private let state = Mutex(State())

  /// Takes a command. The first one decides; any further one hurries it up.
  func send(_ command: DaemonCommand) {
    let (waiting, hurry) = state.withLock {
      state -> (CheckedContinuation<DaemonCommand, Never>?, (@Sendable () -> Void)?) in
      state.count += 1
      guard state.first == nil else { return (nil, state.onHurry) }
      state.first = command
      defer { state.waiting = nil }
      return (state.waiting, nil)
    }
    waiting?.resume(returning: state.withLock { $0.first } ?? command)
    hurry?()
  }

  /// The first command, waited for.
  func next() async -> DaemonCommand {
    await withCheckedContinuation { continuation in
      let known = state.withLock { state in
        if state.first == nil { state.waiting = continuation }
        return state.first
      }
      if let known { continuation.resume(returning: known) }
    }
  }

  /// Calls `body` for each command after the first, also for one that came already.
  func whenHurried(_ body: @escaping @Sendable () -> Void) {
    let isHurried = state.withLock { state in
      state.onHurry = body
      return state.count > 1
    }
    if isHurried { body() }
  }

  /// Calls `body` whenever a child has ended.
  func whenChildEnded(_ body: @escaping @Sendable () -> Void) {
    state.withLock { $0.onChild = body }
  }

  func childEnded() {
    state.withLock { $0.onChild }?()
  }
}
