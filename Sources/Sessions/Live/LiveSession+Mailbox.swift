import Diagnostics
import Home
import JSON
import Journal
import Platform

/// What callers ask of a live session. What a call acknowledges is on disk when it returns.
extension LiveSession {
  /// Starts a turn, or answers the one that the same key has started.
  @discardableResult
  func prompt(_ request: NewPrompt, key: String?) throws -> PromptTicket {
    if let key, let known = state.keys[key] { return try repeated(known, request) }
    if let broken { throw broken }
    if writer == nil, let waitsForRoom { throw waitsForRoom }
    if let shimUnreachable { throw shimUnreachable }
    guard state.lifecycle?.phase == .active else { throw SessionErrors.notActive(id, state.lifecycle?.phase) }
    if let turn = state.openTurn { throw SessionErrors.promptInProgress(id, turn.id) }
    let turn = TurnID(bytes: environment.random.bytes(8))
    let context = state.lifecycle?.needsPrimer == true ? try primer(before: nil) : nil
    let row = try decide { draft in
      try draft.beginTurn(
        turn, text: request.message, context: context,
        key: key.map { KeyRow(key: $0, bodyHash: request.bodyHash, turn: turn) })
    }
    act()
    return PromptTicket(turn: turn, firstSequence: row.firstSequence, repeated: false)
  }

  private func repeated(_ known: KeyRow, _ request: NewPrompt) throws -> PromptTicket {
    guard known.bodyHash == request.bodyHash, let turn = known.turn else { throw SessionErrors.otherRequest(known.key) }
    guard let row = try writer?.contents().turns.first(where: { $0.id == turn }) else {
      throw SessionErrors.otherRequest(known.key)
    }
    return PromptTicket(turn: turn, firstSequence: row.firstSequence, repeated: true)
  }

  /// Asks the agent to end its turn; without one nothing happens.
  func cancelPrompt() throws {
    guard state.openTurn != nil else { return }
    try decide { try $0.cancelTurn() }
    watchCancel()
    act()
  }

  /// Gives the agent a while to end a cancelled turn.
  func watchCancel() {
    timers.startCancelGrace(at: environment.clock.boot() + environment.limits.cancelGrace, on: executor) { [self] in
      assumeIsolated { $0.cancelGracePassed() }
    }
  }

  /// The agent did not answer the cancel in time: the turn ends without it.
  private func cancelGracePassed() {
    do {
      guard let data = state.openTurnData, data.cancelRequested else { return }
      try decide { try $0.abandonCancelledTurn(data.stall) }
      act()
    } catch {
      report(error)
    }
  }

  /// Answers a pending permission request.
  func approve(_ answer: PermissionAnswer) throws {
    guard let decision = PermissionDecision(rawValue: answer.decision) else {
      throw SessionErrors.invalidDecision(answer.decision)
    }
    let pending = state.openRequests.filter { request in
      guard let data = PermissionData(request) else { return false }
      if let id = answer.requestID { return data.requestID == id }
      return request.turn?.text == answer.turnID
    }
    guard pending.count <= 1 else { throw SessionErrors.ambiguousPermission(id) }
    guard let request = pending.first else { return try repeatedAnswer(answer) }
    guard let ask = PermissionAsk(line: request.line, roots: []), ask.option(for: decision) != nil else {
      throw SessionErrors.notOffered(decision.rawValue)
    }
    try decide { try $0.decide(request, decision) }
    act()
  }

  /// The same answer again changes nothing; another one, or one that comes too late, is refused.
  private func repeatedAnswer(_ answer: PermissionAnswer) throws {
    let ended = state.decisions.ended.last { $0.request == answer.requestID }
    guard let ended else { throw SessionErrors.permissionNotFound(id) }
    guard ended.decision != answer.decision else { return }
    // The agent no longer waits for it: it is recorded and never passed on.
    try decide { try $0.noteLateAnswer(answer, ended: ended.decision) }
    throw SessionErrors.permissionEnded(id, ended.decision)
  }

  /// Permission requests that wait for a person, oldest first.
  func pendingPermissions() -> [PendingPermission] {
    guard let creation = state.creation, let workspace = WorkspaceID(creation.workspace) else { return [] }
    return state.openRequests.compactMap { request in
      guard let data = PermissionData(request), let ask = PermissionAsk(line: request.line, roots: []) else {
        return nil
      }
      return PendingPermission(
        sessionID: id, workspaceID: workspace, turnID: request.turn, requestID: data.requestID,
        title: ask.title ?? ask.kind ?? "", resource: ask.resource, decisions: ask.decisions.map(\.rawValue),
        askedAt: WallTime(nanoseconds: data.askedAt), raw: ask.raw(requestID: data.requestID, decision: nil).serialize()
      )
    }
  }

  /// Stops the agent and its tree, and returns when that is done and recorded.
  func stop(_ intent: StopIntent, ladder: StopLadder = StopLadder()) async throws {
    try orderStop(intent, ladder: ladder)
    await whenStopped()
    if let failure = broken ?? waitsForRoom { throw failure }
  }

  /// Records the intent to stop and sets it going. A later order can only shorten the ladder.
  func orderStop(_ intent: StopIntent, ladder: StopLadder) throws {
    if let broken { throw broken }
    timers.shorten(to: ladder)
    if BreakRule.isBroken("engine-stop-intent-first") {
      shim?.stop(timers.ladder)
      FaultPoint.hit("stop.order.after")
    }
    try decide { try $0.beginStop(intent) }
    act()
  }

  /// Returns when the session is active, or has stopped, or cannot go on.
  func whenSettled() async {
    guard broken == nil, !room.isPaused,
      state.lifecycle == nil || state.lifecycle?.phase == .starting || state.lifecycle?.phase == .stopping
    else { return }
    await withCheckedContinuation { settling.append($0) }
  }

  /// Returns when the creation is committed or has come to nothing.
  func whenCreated() async {
    guard !isCreated, closing == .open, broken == nil else { return }
    await withCheckedContinuation { creating.append($0) }
  }

  /// The start of the shim that runs, or ran last.
  var epoch: Epoch { Epoch(state.lifecycle?.epoch ?? 0) }

  /// The key's row, when this session has it.
  func key(_ key: String) -> KeyRow? { state.keys[key] }

  /// How the conversation of the present run was opened.
  var openingMode: ResumeOutcome.Mode? {
    switch state.lifecycle?.opening {
    case .resume: .resume
    case .load: .load
    case .primed: .primed
    case .new, .again, nil: nil
    }
  }

  /// Returns when the session has stopped, its journal is closed and its projections are written.
  func whenStopped() async {
    guard !isClosed, !isOnlyBehind, !room.isPaused, broken == nil else { return }
    await withCheckedContinuation { stopping.append($0) }
  }
}
