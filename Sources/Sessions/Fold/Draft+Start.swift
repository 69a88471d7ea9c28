import ACP
import Home
import JSON
import Journal

extension Draft {
  /// Begins a run: the first of a new session, or a later one of a stopped session.
  ///
  /// The message that opens the protocol is part of this commit, so an adopted shim needs no step of its own.
  mutating func beginRun(epoch: Epoch, marker: String, opening: Lifecycle.Opening) throws {
    try clearOutbox()
    set(
      \.lifecycle,
      Lifecycle(phase: .starting, epoch: epoch.number, marker: marker, opening: opening, changedAt: now))
    update(\.agent) { $0 = AgentInfo() }
    update(\.spool) { $0 = SpoolOffset(epoch: epoch.number, byte: 0) }
    update(\.noise) {
      $0.run = 0
      $0.quotes = []
    }
    update(\.counters) { $0.nextPosition = 0 }
    try forgetToolCalls()
    try call(.initialize, turn: nil, OutgoingMessages.initialize())
    demandFull()
  }

  /// Takes the agent's answer to `initialize` and asks for the conversation.
  mutating func initialized(_ result: JSONValue, text: String) throws {
    guard let version = result["protocolVersion"]?.int, version == 1 else {
      let got = result["protocolVersion"]?.text ?? "none"
      return try failRun(
        Failure(
          kind: "handshake_failure", summary: "the agent speaks ACP version \(got); this daemon speaks version 1",
          code: "agent_protocol_version"))
    }
    let capabilities = result["agentCapabilities"]
    update(\.agent) {
      $0.initialized = text
      $0.supportsLoad = capabilities?["loadSession"]?.bool ?? false
      $0.supportsResume = capabilities?["sessionCapabilities"]?["resume"]?.object != nil
      $0.supportsClose = capabilities?["sessionCapabilities"]?["close"]?.object != nil
      $0.embeddedContext = capabilities?["promptCapabilities"]?["embeddedContext"]?.bool ?? false
    }
    guard let lifecycle = state.lifecycle, lifecycle.opening == .again else { return try openNew(.new) }
    let known = previousConversation
    if let known, state.agent.supportsResume {
      try open(.resume, .sessionResume, OutgoingMessages.existing(session: known, creation: state.creation))
    } else if let known, state.agent.supportsLoad {
      try open(.load, .sessionLoad, OutgoingMessages.existing(session: known, creation: state.creation))
    } else {
      try openNew(.primed)
    }
  }

  /// Asks for a new conversation.
  mutating func openNew(_ opening: Lifecycle.Opening) throws {
    try open(opening, .sessionNew, OutgoingMessages.new(creation: state.creation))
  }

  private mutating func open(_ opening: Lifecycle.Opening, _ method: ACPMethod, _ params: JSONValue) throws {
    guard var lifecycle = state.lifecycle else { return }
    lifecycle.opening = opening
    lifecycle.recollection = nil
    set(\.lifecycle, lifecycle)
    try call(method, turn: nil, params)
  }

  /// Takes the answer that opened the conversation: the session is active.
  mutating func opened(_ result: JSONValue, text: String, method: ACPMethod) throws {
    guard var lifecycle = state.lifecycle else { return }
    if method == .sessionNew {
      guard let session = result["sessionId"]?.string, !session.isEmpty else {
        return try failRun(
          Failure(kind: "protocol_failure", summary: "the agent answered session/new without a session id"))
      }
      update(\.agent) { $0.acpSession = session }
      update(\.conversation) { $0.acpSession = session }
      lifecycle.needsPrimer = lifecycle.opening == .primed
    } else {
      let session = previousConversation
      update(\.agent) { $0.acpSession = session }
      lifecycle.recollection = .claimed
    }
    update(\.agent) { $0.opened = text }
    if lifecycle.phase == .starting { lifecycle.phase = .active }
    lifecycle.changedAt = now
    set(\.lifecycle, lifecycle)
    if lifecycle.opening != .new { try resumedMarker(lifecycle.opening) }
    demandFull()
  }

  /// The agent could not go on with the conversation it was asked for: a new one is opened and primed with the stored text.
  mutating func reopenPrimed() throws {
    try openNew(.primed)
  }

  private mutating func resumedMarker(_ opening: Lifecycle.Opening) throws {
    let summary =
      switch opening {
      case .resume: "The agent resumed the conversation."
      case .load: "The agent loaded the conversation."
      default: "A new conversation of the agent goes on from the stored text."
      }
    try event(
      .marker, turn: nil,
      EventContent.marker(
        kind: "transcript_marker.session_recovered", summary: summary, evidence: ["mode": .string(opening.rawValue)],
        at: now))
  }

  /// The agent's id of the conversation of an earlier run.
  private var previousConversation: String? { state.conversation.acpSession }

  /// The machine lost power since the last commit: what was not on disk is gone, and the stream says so.
  mutating func markRecovery() throws {
    try event(
      .marker, turn: nil,
      EventContent.marker(
        kind: "transcript_marker.session_recovered",
        summary: "The machine stopped without warning; what was not on disk is lost.",
        evidence: ["journal_epoch": .int(state.journalEpoch)], at: now))
    demandFull()
  }

  /// Removes every message and call of a run that is over.
  mutating func clearOutbox() throws {
    for row in state.outbox {
      if row.bytes != nil { try add(.passed(position: row.position)) }
      if let id = row.rpcID { try add(.callClosed(rpcID: id)) }
    }
  }
}

extension AgentInfo {
  /// Notes what an agent is started with: names only, no values.
  mutating func note(_ launch: AgentLaunch) {
    environmentGiven = launch.environment.map { String($0.prefix { $0 != "=" }) }.sorted()
    environmentDropped = launch.dropped.sorted()
  }
}
