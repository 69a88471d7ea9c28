public import Diagnostics
import JSON

/// The body of `promptSession`.
public struct PromptBody: Sendable, Equatable {
  /// What to do with a prompt for a session whose turn runs.
  public enum Mode: String, Sendable, CaseIterable {
    /// Send it after the turn.
    case queue
    /// End the turn and send it.
    case interrupt
    /// Give it to the running turn.
    case steer
  }

  /// The text, unchanged and not blank.
  public var message: String
  /// nil means the configured one.
  public var mode: Mode?

  /// Reads and checks a body: `message`, or the last message of the user in `messages` as web chat libraries send them.
  ///
  /// - Throws: `invalid_json`, `invalid_request`.
  public init(_ bytes: [UInt8]) throws(AghError) {
    let body = try BodyReader(bytes)
    var message = try body.exactText("message")
    if message == nil { message = Self.lastMessage(try body.array("messages")) }
    guard let message, !message.trimmingBlanks.isEmpty else {
      throw AghError(.invalidRequest, "message is required")
    }
    self.message = message
    guard let name = try body.text("mode") else { return }
    guard let mode = Mode(rawValue: name) else {
      let modes = Mode.allCases.map(\.rawValue).joined(separator: ", ")
      throw AghError(.invalidRequest, "mode must be one of \(modes)")
    }
    self.mode = mode
  }

  /// The text of the last message of the user: its content, else its text parts joined by line ends.
  private static func lastMessage(_ messages: [JSONValue]) -> String? {
    guard let message = messages.last(where: { $0["role"]?.string == "user" }) else { return nil }
    if let content = message["content"]?.string { return content }
    let parts = message["parts"]?.array ?? message["content"]?.array ?? []
    let texts = parts.filter { $0["type"]?.string == "text" }.compactMap { $0["text"]?.string }
    return texts.isEmpty ? nil : texts.joined(separator: "\n")
  }
}
