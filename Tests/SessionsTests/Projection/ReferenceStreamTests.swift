import FoundationEssentials
import JSON
import Journal
import Testing

@testable import Sessions

/// A turn that the public runtime recorded in both of its forms: from the raw one we must make the other.
@Suite(
  .enabled("the recorded answers are not beside the package: ../shared/reference/sessions") {
    Recording.frames("084-uds_turn_uds_raw_multi.txt") != nil
  })
struct ReferenceStreamTests {
  private let fixture: ProjectionFixture
  private let rows: [EventRow]
  private let raw: [JSONValue]

  init() throws {
    fixture = try ProjectionFixture()
    let fixture = fixture
    raw = try #require(Recording.frames("084-uds_turn_uds_raw_multi.txt")).map { try JSONParser.parse($0) }
    rows = try raw.map { event in
      if let update = event["raw"], update.object != nil { return try fixture.row(update: update.text) }
      return fixture.row(EventType(event["type"]?.string ?? ""), event.without("type", "raw").text)
    }
  }

  /// Members whose values name the recording's own session, turn or time.
  private let ignored: Set<String> = ["timestamp", "session_id", "turn_id", "id", "messageId"]

  @Test func makesTheSameRawEvents() throws {
    for (row, recorded) in zip(rows, raw) {
      let ours = try JSONParser.parse(EventProjection.agentEvent(row, in: fixture.session, withFailure: true))
      #expect(ours.contains(recorded, ignoring: ignored), "\(recorded.text)\n\(ours.text)")
    }
  }

  @Test func makesTheSameFrames() throws {
    let recorded = try #require(Recording.frames("073-tcp_turn_tcp_multi.txt"))
    var stream = PromptStream(turn: fixture.turn)
    let ours = stream.start() + rows.flatMap { stream.add($0, in: fixture.session) } + stream.end()
    #expect(ours.count == recorded.count)
    for (ours, recorded) in zip(ours, recorded) {
      if recorded == "[DONE]" {
        #expect(ours == Array(recorded.utf8))
        continue
      }
      #expect(
        try JSONParser.parse(ours).contains(JSONParser.parse(recorded), ignoring: ignored),
        "\(recorded)\n\(String(decoding: ours, as: UTF8.self))")
    }
  }
}

/// Streams of the public runtime that lie outside the repository.
private enum Recording {
  /// The data of each frame of a recorded stream; nil when it is not there.
  static func frames(_ name: String) -> [String]? {
    var directory = #filePath.split(separator: "/").dropLast(4)
    while true {
      let file = "/" + directory.joined(separator: "/") + "/../shared/reference/sessions/" + name
      if let data = try? Data(contentsOf: URL(filePath: file)) {
        let lines = String(decoding: data, as: UTF8.self).split(separator: "\n")
        return lines.filter { $0.hasPrefix("data: ") }.map { String($0.dropFirst(6)) }
      }
      guard directory.popLast() != nil else { return nil }
    }
  }
}
