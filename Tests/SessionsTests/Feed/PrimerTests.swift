import CrashLayer
import Home
import JSON
import Journal
import Platform
import Testing

@testable import Sessions

@Suite("The stored conversation as text, for an agent that does not know it")
struct PrimerTests {
  private let directory: ScratchDirectory
  private let writer: JournalWriter

  init() throws {
    directory = try ScratchDirectory()
    writer = try JournalWriter.create(
      directory: directory.path, clock: SystemClock(), bootID: "boot", random: SystemRandom())
  }

  @Test("tells who said what, the last things when it is too long")
  func latest() throws {
    try store(.userMessage, ["text": "first"])
    for word in ["one ", "two"] { try store(.agentMessage, chunk(word)) }
    try store(.userMessage, ["text": "second"])
    let whole = try #require(try Primer.text(directory: directory.path, limit: 1000))
    #expect(whole.contains("\n\nUser: first\n\nAgent: one two\n\nUser: second\n\n"))
    let part = try #require(try Primer.text(directory: directory.path, limit: 30))
    #expect(part.contains("\n\nAgent: one two\n\nUser: second\n\n") && !part.contains("first"))
  }

  @Test("is cut at the front of the last thing said when that alone is too long")
  func cut() throws {
    try store(.userMessage, ["text": "first"])
    for number in 0..<200 { try store(.agentMessage, chunk("\(number) öäü;")) }
    for limit in 100..<104 {
      let text = try #require(try Primer.text(directory: directory.path, limit: limit))
      let said = try #require(text.split(separator: "\n").first { $0.hasPrefix("Agent: ") })
      #expect((limit - 8...limit).contains(said.utf8.count))
      #expect(said.hasSuffix("198 öäü;199 öäü;") && !said.contains("\u{FFFD}"))
    }
  }

  private func chunk(_ text: String) -> JSONValue {
    ["sessionUpdate": "agent_message_chunk", "content": ["type": "text", "text": .string(text)]]
  }

  private func store(_ type: EventType, _ content: JSONValue) throws {
    let row = EventRow(
      sequence: writer.head + 1, turn: nil, type: type, agent: "general", time: writer.lastTime,
      content: content.serialize())
    try writer.commit([.event(row)], durability: .normal)
  }
}
