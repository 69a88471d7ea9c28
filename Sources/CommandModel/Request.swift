/// What a command line asks for.
public enum Request<Action: Sendable>: Sendable {
  /// Do this with these values.
  case run(Action, Invocation)
  /// Show the help of the last command of the path.
  case help([Command<Action>])
}
