/// Why a script, or the whole process, does not go on.
enum Interruption: Error {
  /// The client has cancelled the turn.
  case cancelled
  /// The process is to end with that status.
  case exit(Int32)
}
