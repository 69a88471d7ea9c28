import ACP
import Testing

@Suite struct LineSplitterTests {
  private func lines(_ splitter: inout LineSplitter) throws -> [LineSplitter.Line] {
    var found: [LineSplitter.Line] = []
    while let line = try splitter.next() { found.append(line) }
    return found
  }

  @Test func knowsWhereEachLineEnds() throws {
    var splitter = LineSplitter(offset: 100)
    splitter.append(Array("ab\n\nc".utf8))
    #expect(
      try lines(&splitter) == [
        .init(bytes: Array("ab".utf8), start: 100, end: 103), .init(bytes: [], start: 103, end: 104),
      ])
    #expect(splitter.offset == 104)
    #expect(splitter.pending == 1)
    splitter.append(Array("d\ne".utf8))
    #expect(try lines(&splitter) == [.init(bytes: Array("cd".utf8), start: 104, end: 107)])
    #expect(splitter.rest() == .init(bytes: Array("e".utf8), start: 107, end: 108))
    #expect(splitter.rest() == nil)
    #expect(splitter.offset == 108)
  }

  @Test func onlyNewlinesEndLines() throws {
    var splitter = LineSplitter()
    splitter.append(Array("a\r\u{B}\u{C}\u{85}\u{2028}\u{2029}\u{0}\r\n".utf8))
    #expect(try lines(&splitter).map(\.bytes) == [Array("a\r\u{B}\u{C}\u{85}\u{2028}\u{2029}\u{0}\r".utf8)])
  }

  @Test func everyCutGivesTheSameLines() throws {
    let stream = Array("first line\n\nthird, longer than a word of eight\nx\n\n\n0123456\n01234567\n012345678\n".utf8)
    var whole = LineSplitter()
    whole.append(stream)
    let expected = try lines(&whole)
    #expect(expected.count == 9)
    for cut in 0...stream.count {
      for second in [cut, (cut + stream.count) / 2, stream.count] {
        var splitter = LineSplitter()
        var found: [LineSplitter.Line] = []
        for part in [stream[..<cut], stream[cut..<second], stream[second...]] {
          splitter.append(part)
          found += try lines(&splitter)
        }
        #expect(found == expected)
      }
    }
  }

  @Test func resumesAtTheEndOfAnyLine() throws {
    let stream = Array("one\ntwo\nthree\n".utf8)
    var first = LineSplitter()
    first.append(stream)
    let all = try lines(&first)
    for (index, line) in all.enumerated() {
      var again = LineSplitter(offset: line.end)
      again.append(stream[Int(line.end)...])
      #expect(try lines(&again) == Array(all[(index + 1)...]))
    }
  }

  @Test func aLineMayBeAsLongAsTheLimitButNotLonger() throws {
    var splitter = LineSplitter(limit: 10)
    splitter.append(Array("0123456789\n".utf8))
    #expect(try splitter.next()?.bytes.count == 10)
    splitter.append(Array("01234567890\nok\n".utf8))
    #expect(throws: LineSplitter.LineTooLong(start: 11, limit: 10)) { try splitter.next() }
    #expect(throws: LineSplitter.LineTooLong(start: 11, limit: 10)) { try splitter.next() }

    var unfinished = LineSplitter(limit: 10)
    unfinished.append(Array("0123456789".utf8))
    #expect(try unfinished.next() == nil)
    unfinished.append(Array("0".utf8))
    #expect(throws: LineSplitter.LineTooLong.self) { try unfinished.next() }
  }

  @Test func theLongestLineArrivesInSmallPieces() throws {
    var splitter = LineSplitter()
    let piece = [UInt8](repeating: 0x61, count: 64 << 10)
    for _ in 0..<(32 << 20) / piece.count {
      splitter.append(piece)
      #expect(try splitter.next() == nil)
    }
    splitter.append([0x0A])
    #expect(try splitter.next()?.bytes.count == 32 << 20)
  }
}
