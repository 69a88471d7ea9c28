import ACP
import Home
import JSON
import Journal
import Platform

extension LiveSession {
  /// Answers a read. Nothing is changed by it, so it is simply done again after a crash.
  func answerRead(_ request: RequestRow) throws {
    let params = Self.params(of: request)
    let outcome: Result<String, RPCError>
    do throws(RPCError) {
      let path = params["path"]?.string ?? ""
      let root = try openRoot(for: path, verb: "read")
      outcome = .success(
        try FileReading.text(
          root: root, path: path, line: params["line"]?.int ?? 0, limit: params["limit"]?.int))
    } catch {
      outcome = .failure(error)
    }
    try decide { draft in
      switch outcome {
      case .success(let text): try draft.answer(request.number, result: ["content": .string(text)])
      case .failure(let error): try draft.answer(request.number, error: error)
      }
    }
  }

  /// Takes a write from where the journal says it stands to its answer.
  func answerWrite(_ request: RequestRow) throws {
    let params = Self.params(of: request)
    let path = params["path"]?.string ?? ""
    do {
      let root = try openRoot(for: path, verb: "write")
      var row = request
      while true {
        if row.state == RequestRow.State.received {
          FaultPoint.hit("write.prepare.before")
          let prepared = try FileWriting.prepare(
            root: root, path: path, content: Array((params["content"]?.string ?? "").utf8),
            temporary: temporaryName(of: request))
          FaultPoint.hit("write.prepare.after")
          if BreakRule.isBroken("engine-prepared-before-rename") {
            _ = try FileWriting.finish(root: root, prepared)
            FaultPoint.hit("write.rename.unprepared")
          }
          try decide { try $0.prepared(request.number, RecordCoding.encode(prepared)) }
          row = state.requests[request.number] ?? row
        }
        let prepared = try RecordCoding.decode(PreparedWrite.self, row.data ?? [])
        FaultPoint.hit("write.rename.before")
        if try FileWriting.finish(root: root, prepared) { break }
        row.state = RequestRow.State.received
      }
      FaultPoint.hit("write.rename.after")
    } catch let error as SystemError {
      return try decide {
        try $0.answer(request.number, error: PathFailure.rpcError(error, path: path, verb: "write"))
      }
    } catch let error as RPCError {
      return try decide { try $0.answer(request.number, error: error) }
    }
    try decide { try $0.answer(request.number, result: .object(JSONObject())) }
  }

  /// Removes the temporary files of writes that will not be answered any more.
  func abandonWrites() {
    for request in state.openRequests where request.method == ACPMethod.writeTextFile.rawValue {
      let path = Self.params(of: request)["path"]?.string ?? ""
      guard let root = try? openRoot(for: path, verb: "write") else { continue }
      FileWriting.abandon(root: root, path: path, temporary: temporaryName(of: request))
    }
  }

  static func params(of request: RequestRow) -> JSONValue {
    let line = try? JSONParser.parse(request.line, duplicateKeys: .lastWins)
    return line?["params"] ?? .object(JSONObject())
  }

  private func temporaryName(of request: RequestRow) -> String {
    FileWriting.temporaryName(session: id.text, epoch: request.epoch.number, request: request.number)
  }

  /// The root that a path lies under; a relative path belongs to the working directory.
  private func openRoot(for path: String, verb: String) throws(RPCError) -> DirectoryRoot {
    let roots = state.creation?.roots ?? []
    let main = roots.first ?? "/"
    guard let absolute = LexicalPath.absolute(path, root: main) else {
      throw .invalidParams("acp: invalid path: request path is required")
    }
    let root = roots.first { LexicalPath.isInside(absolute, $0) } ?? main
    do throws(SystemError) {
      return try DirectoryRoot(root)
    } catch {
      throw PathFailure.rpcError(error, path: path, verb: verb)
    }
  }
}
