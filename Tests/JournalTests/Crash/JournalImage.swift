import CrashLayer
import Home
@testable import Journal
import JournalModel
import Platform

/// Opens what a power cut has left of a journal and compares it with what was promised.
struct JournalImage {
  enum Verdict: Equatable {
    /// The journal is that of this stage.
    case stage(Int)
    /// There is none, and none was promised.
    case absent
    /// What is wrong.
    case broken(String)
  }

  private static let boot = "boot-after-the-cut"
  private let scratch: ScratchDirectory
  private let clock = TestClock()
  private let keys = TestRandom(seed: 99)

  init() throws {
    scratch = try ScratchDirectory()
  }

  /// - Parameter goingOn: also append to it, close it and read it again.
  func verdict(
    _ image: CrashImage, stages: [JournalHistory.Stage], bounds: JournalHistory.Bounds, goingOn: Bool
  ) throws -> Verdict {
    try image.write(to: scratch.path)
    let writer: JournalWriter
    do {
      writer = try JournalWriter.open(
        directory: scratch.path, clock: clock, bootID: Self.boot, random: keys, vfs: RecordedDatabases.vfs)
    } catch {
      return bounds.durable < 0 ? .absent : .broken("does not open: \(error)")
    }
    do {
      let reader = try JournalReader(directory: scratch.path, vfs: RecordedDatabases.vfs)
      if let problem = try reader.verify().problem { return .broken("\(problem)") }
      guard let stage = try stage(of: reader, stages: stages, bounds: bounds) else {
        return .broken("event \(writer.head) and what goes with it is none of commits \(bounds)")
      }
      if let problem = epochProblem(writer, stages[stage], latest: stages[bounds.latest]) { return .broken(problem) }
      reader.close()
      return goingOn ? try goOn(writer) ?? .stage(stage) : .stage(stage)
    } catch {
      return .broken("\(error)")
    }
  }

  /// Like the other, for somebody who only reads.
  func verdictOfReader(
    _ image: CrashImage, stages: [JournalHistory.Stage], bounds: JournalHistory.Bounds
  ) throws -> Verdict {
    try image.write(to: scratch.path)
    do {
      let reader = try reader()
      defer { reader.close() }
      if let problem = try reader.verify().problem { return .broken("\(problem)") }
      return try stage(of: reader, stages: stages, bounds: bounds, isOpened: false).map(Verdict.stage)
        ?? .broken("what a reader finds is none of commits \(bounds)")
    } catch {
      return bounds.durable < 0 ? .absent : .broken("cannot be read: \(error)")
    }
  }

  private func reader() throws -> JournalReader {
    do {
      return try JournalReader(directory: scratch.path, vfs: RecordedDatabases.vfs)
    } catch JournalError.needsRecovery {
      try JournalWriter.recover(directory: scratch.path)
      return try JournalReader(directory: scratch.path, vfs: RecordedDatabases.vfs)
    }
  }

  /// The last of the allowed stages that the journal equals, but for its epochs.
  private func stage(
    of reader: JournalReader, stages: [JournalHistory.Stage], bounds: JournalHistory.Bounds, isOpened: Bool = true
  ) throws -> Int? {
    var contents = try reader.contents()
    let events = try reader.events(EventQuery())
    let usage = try reader.usage()
    let epochs = contents.journalEpochs
    contents.durableSequence = 0
    return (max(0, bounds.durable)...bounds.latest).last { index in
      let stage = stages[index]
      var expected = stage.model.contents
      guard expected.head == contents.head, epochs.starts(with: expected.journalEpochs) else { return false }
      guard epochs.count == expected.journalEpochs.count + (isOpened && stage.isOpen ? 1 : 0) else { return false }
      expected.journalEpochs = epochs
      return expected == contents && stage.model.events == events && stage.model.usage == usage
    }
  }

  /// A number that was used before the cut and is free again must name another event.
  private func epochProblem(
    _ writer: JournalWriter, _ stage: JournalHistory.Stage, latest: JournalHistory.Stage
  ) -> String? {
    let next = writer.head + 1
    if stage.isOpen, writer.journalEpochs.last?.firstSequence != next {
      return "the new epoch does not begin at \(next)"
    }
    guard latest.model.contents.head >= next else { return nil }
    let used = latest.model.contents.journalEpochs.epoch(of: next)?.eventID(of: next)
    return writer.journalEpochs.epoch(of: next)?.eventID(of: next) == used ? "event \(next) has the id of another" : nil
  }

  private func goOn(_ writer: JournalWriter) throws -> Verdict? {
    let head = writer.head + 1
    try writer.commit([.event(event(head, type: .marker, time: writer.lastTime))], durability: .full)
    try writer.close()
    let reader = try JournalReader(directory: scratch.path, vfs: RecordedDatabases.vfs)
    defer { reader.close() }
    let found = try reader.verify()
    return found.problem == nil && found.head == head ? nil : .broken("does not go on: \(found)")
  }
}
