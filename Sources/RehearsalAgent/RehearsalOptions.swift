import ACP

/// How a rehearsal agent is set up; by default it behaves well.
public struct RehearsalOptions: Sendable, Equatable {
  /// What `session/load` sends of the conversation.
  public enum Replay: String, Sendable, CaseIterable {
    /// Everything that was said and done.
    case all
    /// Messages of both sides.
    case text
    /// Nothing.
    case nothing
    /// Everything, after the call was answered.
    case late
  }

  /// The file to which every line received and sent is appended.
  public var log: String?
  /// The directory that conversations are kept in; nil for `.rehearsal` in the session's working directory.
  public var state: String?
  /// Whether the ids of its own requests are strings.
  public var usesStringIDs = false
  /// Whether `initialize` is answered at all.
  public var answersInitialize = true
  /// The version of the protocol that it claims to speak.
  public var protocolVersion = ACPVersion.supported
  /// Whether `authenticate` must come before a session.
  public var requiresAuthentication = false
  /// The status to exit with before anything is read.
  public var exitAtStart: Int32?
  /// How many lines of garbage come before anything else.
  public var noise = 0
  /// Whether it offers `session/load`.
  public var offersLoad = true
  /// Whether it offers `session/resume`.
  public var offersResume = false
  /// What is replayed; nil for everything on `session/load` and nothing on `session/resume`.
  public var replay: Replay?
  /// Whether it says yes to `session/load` and `session/resume` and knows nothing of the conversation afterwards.
  public var forgets = false
  /// Whether the prompt of a conversation that it does not know is refused instead of being an error.
  public var refusesUnknown = false
  /// Whether updates are sent before `session/new` is answered.
  public var sendsEarlyUpdates = false

  /// An agent that behaves well.
  public init() {}
}
