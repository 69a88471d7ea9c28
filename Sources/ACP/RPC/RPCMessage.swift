public import JSON

/// One line of JSON-RPC, checked whole but not decoded: parts are found as ranges of the line.
///
/// A client or an agent reads with it and writes with ``RPCLine``; this library does neither input nor output:
///
/// ```swift
/// var splitter = LineSplitter()
/// splitter.append(bytes)
/// while let line = try splitter.next() {
///   let message = try RPCMessage.parse(line.bytes)
///   switch message.kind {
///   case .request(let id, ACPMethod.sessionPrompt.rawValue):
///     let prompt = try PromptRequest(json: message.payloadValue())
///     output += SessionUpdate.line(sessionID: prompt.sessionID, .agentMessageChunk, text: "Hello")
///     output += RPCLine.result(id: id, PromptResponse(stopReason: .endTurn).json)
///   case .request(let id, let method): output += RPCLine.failure(id: id, .methodNotFound(method))
///   case .notification, .result, .failure: break
///   }
/// }
/// ```
///
/// The types of `Messages` (``WireValue``) go both ways between parameters, results and Swift. All of them are values:
/// they can go to any thread. Reading throws ``LineSplitter/LineTooLong``, ``RPCLineError`` for a line that is no
/// message, and ``InvalidField`` for a message that lacks what its type cannot do without.
public struct RPCMessage: Sendable {
  /// What the line is.
  public enum Kind: Sendable, Equatable {
    /// A call that wants an answer with the same id.
    case request(id: RPCID, method: String)
    /// A call that wants none.
    case notification(method: String)
    /// The answer to a call of ours that succeeded.
    case result(id: RPCID)
    /// The answer to a call of ours that failed.
    case failure(id: RPCID)
  }

  /// The line without its end. It is what came, unless `isRepaired`.
  public let line: [UInt8]
  /// What the line is.
  public let kind: Kind
  /// Whether bytes that are no UTF-8 were replaced by U+FFFD.
  public let isRepaired: Bool
  /// Where `params`, `result` or `error` lies; nil when it is absent.
  public let payload: Range<Int>?
  /// Where `params.sessionId` lies.
  let sessionID: Range<Int>?
  /// Where `params.update` lies.
  let update: Range<Int>?

  /// Reads a line, with or without its line end.
  ///
  /// Bad UTF-8 is replaced by U+FFFD before the line is read. `jsonrpc` is not insisted on, an answer without
  /// `result` counts as one with null, and an `error` of null as absent: agents do all three.
  /// - Throws: `RPCLineError` when the line is blank, no JSON, or no message.
  public static func parse(_ line: [UInt8]) throws(RPCLineError) -> RPCMessage {
    do {
      return try RPCMessage(line, isRepaired: false)
    } catch .notJSON(let error) where error.kind == .badUTF8 {
      return try RPCMessage(Array(String(decoding: line, as: UTF8.self).utf8), isRepaired: true)
    }
  }

  private init(_ line: [UInt8], isRepaired: Bool) throws(RPCLineError) {
    let found: JSONScanResult<EnvelopeField>
    do {
      found = try envelopeScan.scan(line)
    } catch {
      throw line.allSatisfy(isBlank) ? .blank : .notJSON(error)
    }
    self.line = line
    self.isRepaired = isRepaired
    sessionID = found[.sessionID]
    update = found[.update]
    (kind, payload) = try classify(line, found)
  }

  /// The bytes of a part of the line.
  public func bytes(_ range: Range<Int>) -> [UInt8] { Array(line[range]) }

  /// The value of `params`, `result` or `error`; null when it is absent.
  public func payloadValue() -> JSONValue {
    guard let payload else { return .null }
    return (try? JSONParser.parse(line, in: payload, duplicateKeys: .lastWins)) ?? .null
  }

  /// The bytes of `params`, `result` or `error` as they came; nil when it is absent.
  public var payloadBytes: [UInt8]? { payload.map(bytes) }

  /// The `sessionId` of the parameters; nil when there is none or it is no string.
  public var acpSessionID: String? { sessionID.flatMap { JSONText.string(line, in: $0) } }
}

/// Why a line is no message.
public enum RPCLineError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Nothing but white space: neither a message nor noise.
  case blank
  /// It is no JSON, or a known key stands twice.
  case notJSON(JSONError)
  /// It is JSON, but neither a call nor an answer.
  case notMessage(String)

  /// The reason, as part of a sentence.
  public var description: String {
    switch self {
    case .blank: "the line is blank"
    case .notJSON(let error): "not JSON: \(error)"
    case .notMessage(let reason): "not a JSON-RPC message: \(reason)"
    }
  }
}

private enum EnvelopeField: Int, JSONScanField {
  case id, method, params, result, error, sessionID, update

  var path: String {
    switch self {
    case .id: "id"
    case .method: "method"
    case .params: "params"
    case .result: "result"
    case .error: "error"
    case .sessionID: "params.sessionId"
    case .update: "params.update"
    }
  }
}

private let envelopeScan = JSONScan<EnvelopeField>()

private func classify(
  _ line: [UInt8], _ found: JSONScanResult<EnvelopeField>
) throws(RPCLineError) -> (RPCMessage.Kind, Range<Int>?) {
  let id = try found[.id].map { range throws(RPCLineError) in try readID(line, range) }
  if let range = found[.method] {
    guard let method = JSONText.string(line, in: range) else { throw .notMessage("`method` is not a string") }
    return (id.map { .request(id: $0, method: method) } ?? .notification(method: method), found[.params])
  }
  guard let id else { throw .notMessage("neither `method` nor `id`") }
  if let error = found[.error], !line[error].elementsEqual("null".utf8) { return (.failure(id: id), error) }
  return (.result(id: id), found[.result])
}

private func readID(_ line: [UInt8], _ range: Range<Int>) throws(RPCLineError) -> RPCID {
  switch line[range.lowerBound] {
  case UInt8(ascii: "\""), UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "n"):
    return RPCID(validated: String(decoding: line[range], as: UTF8.self))
  default: throw .notMessage("`id` is neither a number nor a string")
  }
}

private func isBlank(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\n"): true
  default: false
  }
}
