import CommandModel
import Testing

@Suite("A command line is read")
struct ParserTests {
  @Test("Words choose the command, options stand anywhere behind it, shared ones also before it")
  func options() throws {
    for line in [
      ["-o", "json", "thing", "list", "--last", "3"], ["thing", "-o=json", "list", "--last=3"],
      ["thing", "list", "-n3", "-ojson"], ["thing", "list", "-n", "3", "--output=json"],
    ] {
      guard case .run(let action, let values) = try Fixture.tree.parse(line) else {
        Issue.record("help instead of a command")
        return
      }
      #expect(action == "list")
      #expect(values.path == ["tool", "thing", "list"])
      #expect(values.text(Fixture.output) == "json")
      #expect(values.integer(Fixture.last) == 3)
    }
  }

  @Test("Flags can be joined, switched off, and do not take the next word")
  func flags() throws {
    let joined = try Fixture.run("thing", "list", "-vn7")
    #expect(joined.values.has(Fixture.verbose))
    #expect(joined.values.integer(Fixture.last) == 7)
    let off = try Fixture.run("thing", "list", "--verbose=false")
    #expect(!off.values.has(Fixture.verbose))
    let beside = try Fixture.run("echo", "-v", "yes")
    #expect(beside.values.texts(Fixture.rest) == ["yes"])
  }

  @Test("The last value counts, of a repeatable option all of them")
  func repetition() throws {
    let values = try Fixture.run("thing", "list", "--label", "a", "--last", "1", "--label=b", "--last", "2").values
    #expect(values.texts(Fixture.label) == ["a", "b"])
    #expect(values.integer(Fixture.last) == 2)
  }

  @Test("A negative number is a value, and an argument")
  func negativeNumbers() throws {
    #expect(try Fixture.run("thing", "list", "--last", "-5").values.integer(Fixture.last) == -5)
    #expect(try Fixture.run("echo", "-1", "-2.5").values.texts(Fixture.rest) == ["-1", "-2.5"])
  }

  @Test("Two dashes make everything behind them an argument; a lone dash is one")
  func dashes() throws {
    #expect(try Fixture.run("thing", "say", "x", "--", "--help").values.text(Fixture.text) == "--help")
    #expect(try Fixture.run("echo", "-", "--", "--", "-v").values.texts(Fixture.rest) == ["-", "--", "-v"])
    #expect(try Fixture.run("thing", "say", "x", "").values.required(Fixture.text) == "")
  }

  @Test("A value may equal the name of a command or an option")
  func values() throws {
    #expect(try Fixture.run("thing", "list", "--label", "list").values.texts(Fixture.label) == ["list"])
    #expect(try Fixture.run("thing", "list", "--label=--last").values.texts(Fixture.label) == ["--last"])
    #expect(try Fixture.run("thing", "say", "list", "make").values.text(Fixture.id) == "list")
  }

  @Test("An optional argument may be missing")
  func optionalArgument() throws {
    #expect(try Fixture.run("thing", "make", "--mode", "m").values.text(Fixture.note) == nil)
    #expect(try Fixture.run("thing", "make", "--mode", "m", "n").values.text(Fixture.note) == "n")
  }

  @Test(
    "Help is shown on request and for a group alone",
    arguments: [
      ([], ["tool"]), (["thing"], ["tool", "thing"]), (["thing", "list", "--help"], ["tool", "thing", "list"]),
      (["--help", "thing"], ["tool"]), (["thing", "make", "-h"], ["tool", "thing", "make"]),
    ])
  func help(line: [String], shown: [String]) throws {
    guard case .help(let path) = try Fixture.tree.parse(line) else {
      Issue.record("a command instead of help")
      return
    }
    #expect(path.map(\.name) == shown)
  }
}
