import Home
import JSON
import Journal
import Platform
import Testing

/// What has to be true of a session whatever was killed in between: nothing is lost, nothing is there twice, and agent,
/// journal and follower tell the same story.
///
/// The agent must have run in one process all the time, with a log, and the session must be at rest.
struct Truth {
  let session: SessionHandle
  let log: AgentLog
  let follower: Follower?

  init(_ session: SessionHandle, _ log: AgentLog, _ follower: Follower? = nil) {
    self.session = session
    self.log = log
    self.follower = follower
  }

  /// Everything that is not as it has to be, in words.
  func problems() throws -> [String] {
    let journal = StoredJournal(session)
    let events = try journal.events()
    var found = try journal.problems()
    found += updateProblems(try journal.updates())
    found += callProblems()
    found += turnProblems(events)
    if let follower { found += followerProblems(follower, events) }
    return found
  }

  private func updateProblems(_ stored: [[UInt8]]) -> [String] {
    let sent = log.sentUpdates
    var found: [String] = []
    if sent != stored {
      let place = zip(sent, stored).enumerated().first { $0.element.0 != $0.element.1 }?.offset
      found.append(
        "the agent sent \(sent.count) updates and the journal has \(stored.count)"
          + (place.map { "; they differ from number \($0 + 1) on" } ?? ""))
    }
    let numbers = log.numbers
    if numbers != Array(numbers.indices.map { $0 + 1 }) { found.append("the agent's own numbers have a gap") }
    return found
  }

  /// Every call was taken once and answered once, in both directions.
  private func callProblems() -> [String] {
    var found: [String] = []
    for (id, count) in log.received("session/prompt") where count != 1 {
      found.append("the agent received prompt \(id) \(count) times")
    }
    let (calls, answers) = (log.calls, log.answers)
    for id in calls.keys where answers[id] != 1 {
      found.append("call \(id) of the agent was answered \(answers[id] ?? 0) times")
    }
    for id in answers.keys where calls[id] == nil {
      found.append("the agent was answered \(id), which it never called")
    }
    if log.lines.contains(where: { $0.json.isNull }) { found.append("a line to or from the agent was torn") }
    return found
  }

  private func turnProblems(_ events: [EventRow]) -> [String] {
    var found: [String] = []
    let prompts = events.filter { $0.type == .userMessage }
    for prompt in prompts {
      let ends = events.filter { $0.turn == prompt.turn && ($0.type == .done || $0.type == .error) }
      if ends.count != 1 { found.append("turn \(prompt.turn?.text ?? "?") has \(ends.count) ends") }
    }
    let received = log.received("session/prompt").count
    if prompts.count != received { found.append("\(prompts.count) prompts were stored, the agent has \(received)") }
    return found
  }

  private func followerProblems(_ follower: Follower, _ events: [EventRow]) -> [String] {
    let sequences = follower.sequences
    guard sequences == Array(1...max(1, events.count)) else {
      return ["the follower saw \(sequences.count) of \(events.count) events, or not in order"]
    }
    let times = follower.frames.compactMap { $0.json["timestamp"]?.string }
    let stored = events.map { WallTime(nanoseconds: $0.time).rfc3339 }
    if times != stored { return ["the follower saw events that are not the stored ones"] }
    return []
  }
}
