import API
import CommandModel
import Diagnostics
import HTTP
import JSON
import Platform

/// What every command gets besides its values.
struct CommandContext: Sendable {
  /// How to print results and errors.
  let format: OutputFormat
  /// Where to print them.
  let console: Console
  /// The environment of the process, variable by variable.
  let environment: @Sendable (String) -> String?

  /// Prints a result in the format that was asked for.
  func print(_ document: Document) throws {
    try console.print(document.text(format))
  }

  /// The time of day.
  var now: WallTime { SystemClock().now() }

  /// The home and what its daemon says about itself, read anew.
  func location() throws -> DaemonLocation {
    let variables = ["AGH_HOME": environment("AGH_HOME"), "HOME": environment("HOME")].compactMapValues { $0 }
    return try DaemonLocation.find(environment: variables)
  }

  /// The daemon of the home, found anew. It need not be there.
  func client() throws -> DaemonClient {
    DaemonClient(socketPath: try location().socketPath, identity: identity)
  }

  /// Where a session is found.
  func place(of session: String) throws -> SessionPlace {
    let found = try client().get(APICall(.findSession, session))
    guard let workspace = found["session"]?["workspace_id"]?.string else {
      throw AghError(.sessionNotFound, "session \(Printable.quoted(session)) not found")
    }
    return SessionPlace(workspace: workspace, session: session)
  }

  /// A name for a request, so that sending it twice does it once.
  func newKey() -> String {
    "cli-" + Hex.encode(SystemRandom().bytes(16))
  }

  /// Emphasis where a person sees it and did not refuse it.
  var style: TextStyle {
    TextStyle(isColored: console.isTerminal && environment("NO_COLOR") == nil && environment("TERM") != "dumb")
  }

  /// What tells the daemon which session runs this command, when an agent does.
  private var identity: HTTPHeaders {
    var headers = HTTPHeaders()
    headers["X-AGH-Session-ID"] = environment("AGH_SESSION_ID")
    headers["X-AGH-Agent"] = environment("AGH_AGENT")
    return headers
  }
}
