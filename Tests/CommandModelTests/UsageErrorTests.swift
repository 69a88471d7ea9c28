import CommandModel
import Testing

@Suite("A command line that cannot be understood")
struct UsageErrorTests {
  @Test("An unknown command is an error that names the nearest, also one level down")
  func unknownCommand() throws {
    let typo = try #require(Fixture.refusal("thing", "lst"))
    #expect(typo.message == "unknown command \"lst\" for \"tool thing\"")
    #expect(typo.suggestion == "tool thing list")
    #expect(typo.helpCommand == "tool thing --help")
    #expect(Fixture.refusal("thign")?.suggestion == "tool thing")
    #expect(Fixture.refusal("make")?.suggestion == "tool thing make")
    #expect(Fixture.refusal("comp")?.suggestion == "tool completion")
    #expect(Fixture.refusal("zebra")?.suggestion == nil)
    #expect(Fixture.refusal("innr")?.suggestion == nil, "hidden commands are not suggested")
  }

  @Test("An unknown option is blamed itself, not on its value or a parent")
  func unknownOption() throws {
    let typo = try #require(Fixture.refusal("thing", "list", "--lsat", "3"))
    #expect(typo.message == "unknown option \"--lsat\" for \"tool thing list\"")
    #expect(typo.suggestion == "--last")
    let joined = try #require(Fixture.refusal("echo", "-vx"))
    #expect(joined.message.contains("\"-x\" in \"-vx\""))
    #expect(Fixture.refusal("thing", "say", "x", "-hello")?.message.contains("goes after --") == true)
  }

  @Test("Every error about an option or argument quotes its help")
  func helpIsQuoted() {
    #expect(Fixture.refusal("thing", "list", "--last")?.message == "--last <count> needs a value (How many)")
    #expect(
      Fixture.refusal("thing", "list", "--label", "--verbose")?.message
        == "--label <text> needs a value (What it's called: a name); if it is \"--verbose\", write --label=--verbose")
    #expect(Fixture.refusal("thing", "make")?.message == "--mode <how> is required (How to do it)")
    #expect(Fixture.refusal("thing", "say", "x")?.message == "<text> is missing (What to say to it)")
  }

  @Test("Values are checked against what the option takes")
  func values() {
    #expect(
      Fixture.refusal("thing", "list", "--last", "600")?.message
        == "invalid value \"600\" for --last (How many): it must be between -5 and 500")
    #expect(Fixture.refusal("thing", "list", "--last=x")?.message.hasSuffix("it must be a whole number") == true)
    #expect(Fixture.refusal("thing", "list", "-o", "jsno")?.suggestion == "--output json")
    #expect(Fixture.refusal("completion", "tcsh")?.message.hasSuffix("choose bash or fish") == true)
    #expect(Fixture.refusal("echo", "--verbose=maybe")?.message.contains("takes no value") == true)
  }

  @Test("Too many arguments and options that exclude each other are refused")
  func surplus() {
    #expect(
      Fixture.refusal("thing", "say", "x", "two", "words")?.message
        == "unexpected argument \"words\": \"tool thing say\" accepts 2 arguments; put quotes around one that holds spaces"
    )
    #expect(Fixture.refusal("thing", "list", "x")?.message.hasSuffix("accepts no arguments") == true)
    #expect(
      Fixture.refusal("thing", "make", "--mode", "m", "--quick", "--slow")?.message
        == "--quick and --slow exclude each other: give only one")
  }

  @Test("What was typed is never echoed raw")
  func escapes() throws {
    for line in [
      ["\u{1B}[31mred"], ["thing", "list", "--\u{1B}]0;x\u{7}"], ["thing", "list", "--last", "\u{9B}1m\n"],
    ] {
      var refusal: UsageError?
      do { _ = try Fixture.tree.parse(line) } catch { refusal = error }
      let text = try #require(refusal).description
      #expect(text.unicodeScalars.allSatisfy { $0.value >= 32 && !(127..<160).contains($0.value) }, "\(text)")
    }
    #expect(Printable.escaped("a\u{1B}[0m\n\u{202E}b", keepingLines: true) == "a\\x1b[0m\n\\u{202e}b")
    #expect(Printable.escaped("two\nlines\tand é 漢") == "two\\nlines\\tand é 漢")
  }

  @Test("A long word costs no time and is shown cut")
  func longWord() throws {
    let error = try #require(Fixture.refusal(String(repeating: "z", count: 100_000)))
    #expect(error.description.count < 400)
  }
}
