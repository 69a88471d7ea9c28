public import JSON

/// The error of a JSON-RPC answer.
public struct RPCError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What kind of error; open, agents use codes of their own.
  public struct Code: RawRepresentable, Hashable, Sendable {
    /// The number on the wire.
    public let rawValue: Int

    /// Makes the code of that number.
    public init(rawValue: Int) {
      self.rawValue = rawValue
    }

    /// The line was no JSON.
    public static let parseError = Code(rawValue: -32700)
    /// The JSON was no request.
    public static let invalidRequest = Code(rawValue: -32600)
    /// The method is not known or not offered.
    public static let methodNotFound = Code(rawValue: -32601)
    /// The parameters are not what the method takes, or were denied.
    public static let invalidParams = Code(rawValue: -32602)
    /// Something failed on the answering side.
    public static let internalError = Code(rawValue: -32603)
    /// The call was cancelled by `$/cancel_request`.
    public static let requestCancelled = Code(rawValue: -32800)
    /// The agent wants `authenticate` first.
    public static let authRequired = Code(rawValue: -32000)
    /// A session, file or other resource does not exist.
    public static let resourceNotFound = Code(rawValue: -32002)
  }

  /// What kind of error.
  public var code: Code
  /// One line for people.
  public var message: String
  /// Anything else the answering side says.
  public var data: JSONValue?

  /// Makes an error of its parts.
  public init(_ code: Code, _ message: String, data: JSONValue? = nil) {
    self.code = code
    self.message = message
    self.data = data
  }

  /// Reads the `error` of an answer. Never fails: what is missing or of another type is replaced, because the call is
  /// over either way.
  public init(json: JSONValue) {
    code = Code(rawValue: json["code"]?.int ?? Code.internalError.rawValue)
    message = json["message"]?.string ?? json.text
    data = json["data"]
  }

  /// The error as it goes on the wire.
  public var json: JSONValue {
    .object(omittingNil: ["code": .int(code.rawValue), "message": .string(message), "data": data])
  }

  /// The message with its code, and the text that agents put into `data.error`, `data.details` or `data.message`.
  public var description: String {
    let detail = data?.string ?? data?["error"]?.string ?? data?["details"]?.string ?? data?["message"]?.string
    return "\(message) (\(code.rawValue))" + (detail.map { ": \($0)" } ?? "")
  }

  /// The answer to a method that is not offered.
  public static func methodNotFound(_ method: String) -> RPCError {
    RPCError(.methodNotFound, "Method not found", data: ["method": .string(method)])
  }

  /// The answer to parameters that do not fit, or to something that is denied.
  public static func invalidParams(_ reason: String) -> RPCError {
    RPCError(.invalidParams, "Invalid params", data: ["error": .string(reason)])
  }

  /// The answer when something failed on our side.
  public static func internalError(_ reason: String) -> RPCError {
    RPCError(.internalError, "Internal error", data: ["error": .string(reason)])
  }
}
