import ACP
import Diagnostics
import Home
import JSON
import Journal
import Platform

/// How far the agent's output was read, beyond what is committed. Lost without harm: it is read again.
struct SpoolReading {
  var output: (any AgentOutput)?
  var splitter = LineSplitter()
  /// The length of the stream as the shim last announced it.
  var announced: Int64 = 0
  /// The byte up to which the shim was told that it may forget.
  var acknowledged: Int64 = 0
  /// With more bytes than this not acknowledged, nobody waits for the tick: a fast agent would come to the limit of its
  /// spool in the meantime.
  static let mostUnacknowledged: Int64 = 32 << 20
  /// What the shim recorded of the end, once it has.
  var exit: ExitReport?
  /// The shim was killed: what it wrote is all there will be.
  var isLost = false
  /// Processes of a lost run that could not be ended.
  var survivors: [Int32] = []
  /// The agent broke the protocol beyond repair: its session has failed, and what follows in the stream is not taken.
  var isAbandoned = false
  /// Whether another round of reading is queued already.
  var isQueued = false
}

extension LiveSession {
  /// Rows or bytes after which a batch is committed.
  private static let batchRows = 512
  private static let batchBytes = 1 << 20

  /// Reads what is in the spool, a batch at a time, so that callers get in between.
  func readSpool() {
    guard !reading.isQueued, broken == nil, !room.isPaused else { return }
    reading.isQueued = true
    executor.post { [self] in assumeIsolated { $0.readBatch() } }
  }

  private func readBatch() {
    reading.isQueued = false
    guard broken == nil, !room.isPaused, state.lifecycle?.phase != .stopped, let output = reading.output else { return }
    do {
      let bytes = try read(output)
      if !bytes.isEmpty { try take(bytes) }
      act()
      if room.isPaused { return }
      if !bytes.isEmpty { return readSpool() }
      try checkOutput(output)
      // Everything that waited is written.
      if !room.isCheckpointFull { foundRoom() }
      if isStreamOver { try endOfStream() }
    } catch {
      report(error)
    }
  }

  /// The next bytes of the stream. A spool that cannot be read at all ends the run like one that is damaged: an agent
  /// that nobody listens to is not left running.
  private func read(_ output: any AgentOutput) throws -> [UInt8] {
    if reading.isAbandoned { return [] }
    do {
      return try output.read(upTo: Self.batchBytes)
    } catch {
      try giveUpOutput("\(error)")
      return []
    }
  }

  /// After a read that gave nothing: what the shim says is there and cannot be read is lost, and with it the sense of what
  /// follows. The run ends and says so.
  private func checkOutput(_ output: any AgentOutput) throws {
    let length = max(reading.announced, reading.exit?.finalLength ?? 0)
    guard !reading.isAbandoned, output.position < length else { return }
    try giveUpOutput(output.damage ?? "bytes \(output.position) to \(length) are missing")
    act()
  }

  private func giveUpOutput(_ damage: String) throws {
    reading.isAbandoned = true
    let failure = Failure(
      kind: "transport_failure", summary: "the agent's output cannot be read any further: \(damage)",
      code: ErrorCode.spoolDamaged.rawValue)
    environment.logger.error(
      failure.summary ?? "",
      ["session_id": .string(id.text), "code": .string(ErrorCode.spoolDamaged.rawValue)])
    try decide { try $0.failRun(failure) }
  }

  /// Takes bytes of the stream: every whole line of them, in commits of at most a batch.
  private func take(_ bytes: [UInt8]) throws {
    var draft = try draft()
    reading.splitter.append(bytes)
    while let line = try nextLine(&draft) {
      try draft.take(line: line.bytes, endingAt: line.end)
      if draft.state.noise.run >= Noise.limit {
        reading.isAbandoned = true
        break
      }
      if draft.rowCount >= Self.batchRows {
        try commit(draft)
        draft = try self.draft()
      }
    }
    if !draft.isEmpty { try commit(draft) }
  }

  /// The next whole line; one that is too long fails the session, so that the spool's cap cannot lock it up.
  private func nextLine(_ draft: inout Draft) throws -> LineSplitter.Line? {
    do throws(LineSplitter.LineTooLong) {
      return try reading.splitter.next()
    } catch {
      reading.isAbandoned = true
      try draft.failRun(
        Failure(
          kind: "protocol_failure", summary: "the agent wrote a line of more than \(error.limit >> 20) MiB",
          code: "agent_protocol_error"))
      return nil
    }
  }

  /// Whether nothing more of the stream can come, after a read that gave nothing. The exit record is written after the
  /// last byte; what a power cut has taken of the spool since will never be there.
  private var isStreamOver: Bool { reading.isLost || reading.exit != nil }
}
