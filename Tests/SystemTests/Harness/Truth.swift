import Home
import JSON
import Journal
import Platform
import Testing

/// What has to be true of a session whatever was killed in between: nothing is lost, nothing is there twice, and agent,
/// journal and followers tell the same story.
///
/// Each process of the agent must have a log, and the session must be at rest.
struct Truth {
  let session: SessionHandle
  /// What the processes of the agent noted, one after the other.
  let processes: [AgentLog]
  /// Clients, each of which went on where the one before it ended.
  let followers: [Follower]
  /// Whether the chunks of a message carry numbers from 1 on.
  let isNumbered: Bool

  /// A session of a rehearsal agent that ran in one process all the time.
  init(_ session: SessionHandle, _ log: AgentLog, _ follower: Follower? = nil) {
    self.session = session
    processes = [log]
    followers = follower.map { [$0] } ?? []
    isNumbered = true
  }

  /// A session of any agent, in any number of processes.
  init(_ session: SessionHandle, processes: [AgentLog], followers: [Follower] = []) {
    self.session = session
    self.processes = processes
    self.followers = followers
    isNumbered = false
  }

  /// Everything that is not as it has to be, in words.
  func problems() throws -> [String] {
    let journal = StoredJournal(session)
    let events = try journal.events()
    var found = try journal.problems()
    found += try updateProblems(journal)
    for process in processes { found += Self.callProblems(process) }
    found += promptProblems(events)
    if !followers.isEmpty { found += followerProblems(events) }
    return found
  }

  private func updateProblems(_ journal: StoredJournal) throws -> [String] {
    var found: [String] = []
    let sent = processes.map { SentUpdates($0) }
    let (told, stored) = (sent.flatMap(\.told), try journal.updates())
    if told != stored {
      let place = zip(told, stored).enumerated().first { $0.element.0 != $0.element.1 }?.offset
      found.append(
        "the agent sent \(told.count) updates and the journal has \(stored.count)"
          + (place.map { "; they differ from number \($0 + 1) on" } ?? ""))
    }
    let counted = try journal.droppedUpdates()
    let (replayed, foreign) = (sent.map(\.replayed).reduce(0, +), sent.map(\.foreign).reduce(0, +))
    if counted != (replayed, foreign) {
      found.append("the agent repeated \(replayed) updates and sent \(foreign) for others; counted were \(counted)")
    }
    let numbers = isNumbered ? processes.flatMap(\.numbers) : []
    if numbers != Array(numbers.indices.map { $0 + 1 }) { found.append("the agent's own numbers have a gap") }
    return found
  }

  /// Every call was taken once and answered once, in both directions. What an agent asks while it is being stopped need
  /// not be answered.
  private static func callProblems(_ log: AgentLog) -> [String] {
    var found: [String] = []
    for (id, count) in log.receivedCalls where count != 1 {
      found.append("the agent received call \(id) \(count) times")
    }
    let (calls, answers) = (log.calls, log.answers)
    for (id, count) in calls where answers[id] != count && !(log.isStoppedInTurn && answers[id] == nil) {
      found.append("call \(id) of the agent was sent \(count) times and answered \(answers[id] ?? 0) times")
    }
    for id in answers.keys where calls[id] == nil {
      found.append("the agent was answered \(id), which it never called")
    }
    if log.lines.contains(where: { $0.json.isNull }) { found.append("a line to or from the agent was torn") }
    return found
  }

  /// Every prompt arrived once and as it was given, and its turn has one end.
  private func promptProblems(_ events: [EventRow]) -> [String] {
    var found: [String] = []
    let prompts = events.filter { $0.type == .userMessage && $0.update == nil }
    for prompt in prompts {
      let ends = events.filter { $0.turn == prompt.turn && ($0.type == .done || $0.type == .error) }
      if ends.count != 1 { found.append("turn \(prompt.turn?.text ?? "?") has \(ends.count) ends") }
    }
    let stored = prompts.map { prompt in
      (try? JSONParser.parse(prompt.content, duplicateKeys: .lastWins))?["text"]?.string ?? ""
    }
    let received = processes.flatMap(\.prompts)
    if stored != received {
      found.append("\(stored.count) prompts were stored, the agent has \(received.count) of them")
    }
    return found
  }

  private func followerProblems(_ events: [EventRow]) -> [String] {
    let frames = followers.flatMap(\.frames).filter { $0.id != nil }
    let sequences = followers.flatMap(\.sequences)
    guard sequences == Array(1...max(1, events.count)) else {
      return ["followers saw \(sequences.count) of \(events.count) events, or not in order"]
    }
    var found: [String] = []
    let times = frames.compactMap { $0.json["timestamp"]?.string }
    let stored = events.map { WallTime(nanoseconds: $0.time).rfc3339 }
    if times != stored { found.append("followers saw events that are not the stored ones") }
    for (frame, event) in zip(frames, events) {
      // A stream only refers to what is larger.
      guard let update = event.update, update.count <= Self.largestInStream else { continue }
      let content = JSONBytes.member("content", of: frame.data)
      if JSONBytes.member("raw", of: content) != update {
        found.append("followers saw another update \(event.sequence)")
      }
    }
    return found
  }

  private static let largestInStream = 256 << 10
}
