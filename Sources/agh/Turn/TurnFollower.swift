import API
import Diagnostics
import HTTP
import JSON

/// Sends a prompt and shows its turn until the end, whatever happens to the daemon in between.
///
/// The prompt carries a key of its own, so sending it again names the same turn: a daemon that went away before it
/// accepted the prompt starts the turn, every other one goes on with it.
final class TurnFollower {
  /// What is asked, and of whom.
  struct Prompt {
    let place: SessionPlace
    let message: String
    let key: String
  }

  private let prompt: Prompt
  private let context: CommandContext
  private let printer: any TurnPrinter
  private let signals: SignalWatch
  private let desk: PermissionDesk
  private var cursor = TurnCursor()
  private var failure: String?
  private var isConnected = false
  private var isCancelling = false

  /// What one connection came to.
  private enum Attempt {
    case ended(stopReason: String)
    case lost
    case left
  }

  /// Prepares to ask; nothing is sent yet.
  init(
    _ prompt: Prompt, printer: any TurnPrinter, signals: SignalWatch, desk: PermissionDesk, context: CommandContext
  ) {
    self.prompt = prompt
    self.context = context
    self.printer = printer
    self.signals = signals
    self.desk = desk
  }

  /// Shows the turn and returns the exit status for how it ended.
  ///
  /// - Throws: `turn_failed` for a turn that was cut short; what the daemon says when it refuses the prompt.
  func run() throws -> ExitStatus {
    var next = NextDaemon(
      context, signals: signals,
      message: "the daemon went away; waiting for the next one, the turn goes on without it")
    while true {
      switch try attempt() {
      case .ended(let stopReason): return try end(stopReason)
      case .left: return leave()
      case .lost: guard try next.pause() else { return leave() }
      }
    }
  }

  private func attempt() throws -> Attempt {
    let call = APICall(.promptSession, prompt.place)
      .adding(QueryName.format, printer.dialect.format).adding(QueryName.afterSequence, cursor.settled)
    do {
      let reply = try context.client().open(
        call, body: ["message": .string(prompt.message)], key: prompt.key,
        wakeDescriptors: [signals.descriptor])
      guard case .events(let stream) = reply else {
        throw AghError(.internalError, "the daemon answered the prompt without a stream")
      }
      isConnected = true
      cursor.reconnect()
      return try follow(stream)
    } catch is Interrupted {
      // Not known yet whether the daemon has the prompt: cancelling one that it has not does nothing.
      _ = signals.takeEnd()
      cancel()
      return .left
    } catch let error where Absence.isMeant(by: error) && (isConnected || error is ConnectionLost) {
      isConnected = true
      return .lost
    }
  }

  private func follow(_ stream: EventStream) throws -> Attempt {
    while true {
      switch try stream.next(orReadable: [signals.descriptor] + desk.descriptors) {
      case .end: return .lost
      case .event(let frame):
        if let ended = try take(frame) { return ended }
      case .woken:
        if signals.takeEnd() {
          if isCancelling { return .left }
          isCancelling = true
          context.console.say("cancelling the turn; Ctrl-C again leaves it to itself\n")
          cancel()
        }
        try desk.answer(through: context.client(), in: prompt.place)
      }
    }
  }

  private func take(_ frame: SSEEvent) throws -> Attempt? {
    guard cursor.isNew(frame.id), let value = printer.dialect.value(frame) else { return nil }
    try printer.show(value)
    try desk.take(value, dialect: printer.dialect)
    switch printer.dialect.outcome(value) {
    case .done(let stopReason): return .ended(stopReason: stopReason)
    case .failed(let reason):
      failure = reason
      return printer.dialect == .events ? .ended(stopReason: "") : nil
    case nil: return nil
    }
  }

  private func cancel() {
    do {
      _ = try context.client().send(APICall(.cancelPrompt, prompt.place))
    } catch {
      context.console.say("the turn could not be cancelled: \(error)\n")
    }
  }

  private func end(_ stopReason: String) throws -> ExitStatus {
    try printer.finish()
    let look = "agh session events \(prompt.place.session) --last 20"
    if let failure { throw AghError(.turnFailed, "the turn failed: \(failure)", next: look) }
    if isCancelling { return .interrupted }
    if stopReason == "cancelled" { throw AghError(.turnFailed, "the turn was cancelled by another client", next: look) }
    return .success
  }

  private func leave() -> ExitStatus {
    context.console.say("left; what becomes of the turn: agh session events \(prompt.place.session) --follow\n")
    return .interrupted
  }
}
