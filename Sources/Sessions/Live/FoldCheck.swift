import Journal
import Platform

/// In debug builds, with `AGH_CHECK_FOLD=1`, compares the live state with the fold over the journal's tables after each
/// commit: what a new daemon would make of it if this one died now.
enum FoldCheck {
  struct Difference: Error, CustomStringConvertible {
    var sequence: Int64
    var description: String { "the fold over the journal differs from the live state at event \(sequence)" }
  }

  #if DEBUG
    private static let isOn = EnvironmentSwitch.isOn("AGH_CHECK_FOLD")
  #endif

  static func run(_ writer: JournalWriter, _ state: EngineState) throws {
    #if DEBUG
      guard isOn, try EngineState(folding: writer.contents()) != state else { return }
      throw Difference(sequence: state.head)
    #endif
  }
}
