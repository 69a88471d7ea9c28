import Journal
import Platform

/// The journal of a live session: taken into use, and kept from growing a log without end.
extension LiveSession {
  /// Takes a journal that was opened for this session.
  func use(_ writer: JournalWriter) throws {
    self.writer = writer
    writer.whenReadsEnded { [weak self] in
      guard let self else { return }
      executor.post { self.assumeIsolated { $0.readsEnded() } }
    }
    state = try EngineState(folding: writer.contents())
    tail.begin(head: state.head, journalEpochs: writer.journalEpochs)
  }

  /// Says when another program keeps the log from being copied, and when it no longer does.
  func noteHeldLog(of writer: JournalWriter) {
    if writer.heldLogBytes == nil { end(.log) } else { begin(.logHeld(id)) }
  }

  /// Reads of this journal have ended for which others wait.
  private func readsEnded() {
    guard broken == nil, let writer else { return }
    do {
      try checkpoint(writer)
    } catch {
      report(error)
    }
  }
}
