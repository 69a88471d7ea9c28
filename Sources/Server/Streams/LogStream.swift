import API
import Diagnostics
import HTTP
import JSON

/// The lines of the log as server-sent events (contract: operations §10): `log` with `{"line"}`.
final class LogStream: ByteStream {
  private let follower: LogFollower
  private let answers: Answers

  init(_ follower: LogFollower, answers: Answers) {
    self.follower = follower
    self.answers = answers
  }

  func next() async throws -> [UInt8]? {
    let lines = await follower.next()
    guard !lines.isEmpty else { return nil }
    var writer = SSEWriter()
    for line in lines {
      let text = String(decoding: line.last == UInt8(ascii: "\n") ? line.dropLast() : line[...], as: UTF8.self)
      let data = JSONValue.object(["line": .string(text)]).serialize()
      writer.write(answers.redacted(SSEEvent(event: "log", data: data)))
    }
    return writer.bytes
  }

  func cancel() { follower.cancel() }
}
