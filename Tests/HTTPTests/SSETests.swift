import HTTP
import Testing

@Suite struct SSETests {
  @Test func writesEvents() {
    var writer = SSEWriter()
    writer.write(SSEEvent(id: "7", event: "tool_call", data: #"{"a":1}"#))
    writer.write(SSEEvent(data: "a\nb\r\nc\rd"))
    writer.write(SSEEvent(id: "8\ndata: x", data: ""))
    writer.writeComment("beat")
    #expect(
      String(decoding: writer.bytes, as: UTF8.self)
        == "id: 7\nevent: tool_call\ndata: {\"a\":1}\n\ndata: a\ndata: b\ndata: c\ndata: d\n\n"
        + "id: 8data: x\ndata: \n\n: beat\n\n")
  }

  @Test func readsWhatItWritesHoweverItIsCut() {
    let events = [
      SSEEvent(id: "1", event: "a", data: "x"), SSEEvent(data: "two\nlines"), SSEEvent(event: "empty", data: ""),
      SSEEvent(id: "π", data: "ü: \u{1F600}"),
    ]
    let bytes = events.flatMap { SSEWriter.encode($0) }
    for cut in 0...bytes.count {
      var parser = SSEParser()
      #expect(parser.feed(Array(bytes[..<cut])) + parser.feed(Array(bytes[cut...])) == events)
      #expect(parser.lastEventID == "π")
    }
  }

  @Test func readsAllLineEndsAndSkipsWhatItDoesNotKnow() {
    let text = "\u{FEFF}data:a\r\ndata: b\r\rretry: 5\n: c\nid\ndata\n\nevent: x\n\nid: a\0b\ndata:  two\n\ndata: cut"
    for cut in 0...text.utf8.count {
      var parser = SSEParser()
      let bytes = Array(text.utf8)
      let events = parser.feed(Array(bytes[..<cut])) + parser.feed(Array(bytes[cut...]))
      #expect(events == [SSEEvent(data: "a\nb"), SSEEvent(id: "", data: ""), SSEEvent(data: " two")], "\(cut)")
    }
  }
}
