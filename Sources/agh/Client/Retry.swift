/// Sending a request again: for those that carry a key, and those of which doing twice is doing once.
enum Retry {
  /// Sends a request until it was answered: when the daemon goes away in between, the next one is asked.
  ///
  /// - Throws: what the request throws, but for the loss of the daemon; `ConnectionLost` when Ctrl-C ends the waiting.
  static func untilAnswered<Answer>(_ context: CommandContext, _ request: () throws -> Answer) throws -> Answer {
    let lost: ConnectionLost
    do {
      return try request()
    } catch let error as ConnectionLost {
      lost = error
    }
    let signals = try SignalWatch()
    var next = NextDaemon(context, signals: signals)
    while true {
      guard try next.pause() else { throw lost }
      do {
        return try request()
      } catch let error where Absence.isMeant(by: error) {
        continue
      }
    }
  }
}
