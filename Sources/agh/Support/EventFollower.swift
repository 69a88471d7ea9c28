import API
import Diagnostics
import HTTP
import JSON

/// Shows the events of a session as they come, across daemons, until the session is stopped.
final class EventFollower {
  private let call: APICall
  private let limit: String?
  private let context: CommandContext
  private let show: (JSONValue) throws -> Void
  private let signals: SignalWatch
  private var lastID: String?
  private var isConnected = false

  /// - Parameters:
  ///   - limit: with how many stored events to begin; all of them when nil.
  ///   - show: what is done with each event.
  init(
    call: APICall, limit: String?, context: CommandContext, show: @escaping (JSONValue) throws -> Void
  ) throws {
    signals = try SignalWatch()
    self.call = call
    self.limit = limit
    self.context = context
    self.show = show
  }

  /// Goes on until the end.
  func run() throws -> ExitStatus {
    var next = NextDaemon(context, signals: signals)
    while true {
      do {
        if let status = try connect() { return status }
        guard try next.pause(saying: false) else { return .interrupted }
      } catch let error where isConnected && Absence.isMeant(by: error) {
        guard try next.pause() else { return .interrupted }
      }
    }
  }

  /// One connection's worth of events: the exit status, or nil when the stream ended before the session did.
  private func connect() throws -> ExitStatus? {
    var headers = HTTPHeaders()
    headers[HeaderName.lastEventID] = lastID
    // The limit says where to begin; behind a cursor it would leave out what lies between.
    let call = call.adding(QueryName.limit, lastID == nil ? limit : nil)
    let reply = try context.client().open(
      call, headers: headers, wakeDescriptors: [signals.descriptor])
    guard case .events(let stream) = reply else {
      throw AghError(.internalError, "the daemon answered without a stream")
    }
    isConnected = true
    // A session that was resumed has stops in the middle: the last one is what the stream ends with.
    var hasStopped = false
    while true {
      switch try stream.next(orReadable: [signals.descriptor]) {
      case .end: return hasStopped ? .success : nil
      case .woken: if signals.takeEnd() { return .interrupted }
      case .event(let frame): hasStopped = try take(frame)
      }
    }
  }

  /// Shows an event; whether it is the end of a run.
  private func take(_ frame: SSEEvent) throws -> Bool {
    let event = try JSONParser.parse(frame.data, duplicateKeys: .lastWins)
    if frame.event == "error" { throw CommandFailure(body: event, httpStatus: 500) }
    if frame.event == "reset" {
      context.console.say("a power cut took the events behind the last one shown; going on at the newest\n")
      lastID = nil
      return false
    }
    lastID = frame.id ?? lastID
    try show(event)
    return frame.event == "session_stopped"
  }
}
