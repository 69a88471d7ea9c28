import Glibc
import HTTP
import Home
import JSON
import Platform
import Synchronization
import Testing

/// Clients that keep a daemon busy while it is killed again and again. Each repeats what was not answered, under the
/// same key, as a command does; so everything happens once in the end.
final class Work: Sendable {
  private let home: TestHome.Place
  private let isOver = Atomic(false)
  /// What went wrong in a client, in words.
  private let troubles = Mutex<[String]>([])

  init(_ home: TestHome.Place) { self.home = home }

  /// No new turn begins from now on.
  func finish() { isOver.store(true, ordering: .relaxed) }

  /// What went wrong so far.
  var trouble: [String] { troubles.withLock { $0 } }

  /// Repeats a request until a daemon has answered it.
  private func insist<T>(_ what: String, _ request: () throws -> T?) throws -> T {
    try awaited(what, within: .seconds(120)) {
      do {
        return try request()
      } catch is HTTPClientError {
        return nil
      }
    }
  }

  private func answered(_ api: API, _ path: String, body: JSONValue?, key: String? = nil) throws -> API.Answer {
    try insist("an answer to POST \(path)") {
      let answer = try api.send("POST", path, body: body, key: key)
      // A daemon that stops or a journal that is not open yet are no answers.
      return answer.status == 503 ? nil : answer
    }
  }

  /// Creates a session under a key. A start that was cut short is never made up for by itself: the session is there,
  /// stopped, and is resumed.
  func create(_ provider: String, workspace: String, key: String) throws -> SessionHandle {
    let answer = try answered(
      home.api, "/api/sessions",
      body: ["provider": .string(provider), "workspace_path": .string(workspace)], key: key)
    if answer.status == 201 { return try SessionHandle(home, payload: answer.json["session"] ?? .null) }
    let words = (answer.json["error"]?.string ?? "").split(separator: " ")
    guard answer.status == 502, let id = words.first(where: { $0.hasPrefix("sess-") }) else {
      throw TimedOut(description: "no session for \(key): \(answer)")
    }
    let payload = try insist("the session \(id)") { try home.api.get("/api/sessions/\(id)")["session"] }
    let session = try SessionHandle(home, payload: payload)
    try resume(session)
    return session
  }

  /// Resumes a session, again when that was cut short as well.
  private func resume(_ session: SessionHandle) throws {
    var last = ""
    do {
      _ = try insist("a resumed session") {
        let answer = try session.resume()
        last = "\(answer)"
        return answer.status == 200 ? true : nil
      }
    } catch {
      throw TimedOut(description: "\(session.id) does not resume: \(last)")
    }
  }

  /// Sends a prompt under a key, and waits for the end of its turn.
  func prompt(_ session: SessionHandle, _ text: String, key: String) throws {
    let turn: String = try insist("a turn for \(key)") {
      do {
        return try session.prompt(text, key: key)
      } catch let error as SessionHandle.Refused where error.answer.hasPrefix("503") {
        return nil
      }
    }
    _ = try insist("the end of \(turn)") {
      try session.events("turn_id=\(turn)").first { ["done", "error"].contains($0["type"]?.string) }
    }
  }

  /// Talks to one session until the work is over: streams, reads, writes, runs, asks. Answers how many turns there were.
  func talk(_ session: SessionHandle, name: String) throws -> Concurrently<Int> {
    try Concurrently { [self] in
      var round = 0
      while !isOver.load(ordering: .relaxed) {
        round += 1
        let mark = "\(name)-\(round)"
        do {
          try prompt(session, Self.script(round, mark), key: mark)
        } catch {
          troubles.withLock { $0.append("\(mark): \(error)") }
          return round
        }
      }
      return round
    }
  }

  /// What an agent does in a turn. Whatever else it is, it leaves one file and one line in `effects`.
  private static func script(_ round: Int, _ mark: String) -> String {
    let effects = "write \(mark).txt \(mark); run echo \(mark) >> effects"
    return switch round % 3 {
    case 0: "think; stream 25 chunks; read README.md; \(effects); ask permission; usage"
    case 1: "stream 60 chunks at 400/s; \(effects); read README.md; plan; late 2"
    default: "run sleep 0.1; \(effects); stream 10 chunks of 3000 bytes; mode auto; read README.md; mode ask"
    }
  }

  /// Creates, prompts, stops and resumes sessions until the work is over; `name` is part of every key.
  func churn(_ name: String, workspace: String) throws -> Concurrently<[SessionHandle]> {
    try Concurrently { [self] in
      var sessions: [SessionHandle] = []
      var round = 0
      while !isOver.load(ordering: .relaxed) {
        round += 1
        let key = "\(name)-\(round)"
        do {
          let session = try create("rehearsal", workspace: workspace, key: key)
          sessions.append(session)
          try prompt(session, "stream 3 chunks", key: "\(key)-1")
          _ = try answered(session.api, session.path("/stop"), body: nil)
          try resume(session)
          try prompt(session, "stream 3 chunks", key: "\(key)-2")
          _ = try answered(session.api, session.path("/stop"), body: nil)
          if round % 2 == 0 {
            try delete(session)
            sessions.removeLast()
          }
        } catch {
          troubles.withLock { $0.append("\(key): \(error)") }
          return sessions
        }
      }
      return sessions
    }
  }

  /// Deletes a session, again when no daemon answered; nothing of it is left then.
  private func delete(_ session: SessionHandle) throws {
    _ = try insist("an answer to DELETE \(session.id)") {
      let answer = try session.delete()
      return answer.status == 503 ? nil : answer
    }
    let left = try insist("an answer about \(session.id)") {
      let answer = try session.api.send("GET", session.path())
      return answer.status == 503 ? nil : answer.status
    }
    if left != 404 { troubles.withLock { $0.append("\(session.id) was deleted and answers \(left)") } }
  }

  /// Allows everything that an agent asks for, until told to end.
  func approve(until isDone: Event<Bool>) throws -> Concurrently<Void> {
    try Concurrently { [self] in
      while isDone.current == nil {
        let open = (try? home.api.get("/api/permissions"))?["permissions"]?.array ?? []
        for request in open {
          guard let session = request["session_id"]?.string, let workspace = request["workspace_id"]?.string,
            let id = request["request_id"]
          else { continue }
          _ = try? home.api.send(
            "POST", "/api/workspaces/\(workspace)/sessions/\(session)/approve",
            body: ["request_id": id, "decision": "allow-once"])
        }
        Pause.block(.milliseconds(20))
      }
    }
  }
}
