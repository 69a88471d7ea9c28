import CommandModel
import Testing

@Suite("Pages made from the tree")
struct PagesTests {
  private func help(_ names: String...) throws -> String {
    HelpPage(path: try #require(Fixture.tree.path(along: names))).text(width: 80)
  }

  @Test("The help of a group lists its commands, and no hidden one")
  func group() throws {
    let text = try help()
    #expect(text.contains("Usage: tool <command> [options]"))
    #expect(text.contains("  thing       Work with things"))
    #expect(!text.contains("inner"))
  }

  @Test("The help of a command shows arguments, options, shared options and examples")
  func command() throws {
    let text = try help("thing", "make")
    #expect(text.contains("Usage: tool thing make --mode <how> [note] [options]"))
    #expect(text.contains("      --mode <how>  How to do it; required"))
    #expect(text.contains("  -o, --output <format>  How to print (human, json)"))
    #expect(text.contains("  # Make a big one\n  tool thing make --mode big"))
    #expect(text.contains("  -h, --help"))
  }

  @Test("Lines are wrapped at the width")
  func wrapping() {
    let long = String(repeating: "word ", count: 60)
    let command = Command<String>(
      "x", summary: "Wrap", discussion: long, options: [.flag("y", help: String(long.dropLast()))], action: "x")
    let lines = HelpPage(path: [command]).text(width: 60).split(separator: "\n")
    #expect(lines.allSatisfy { $0.count <= 60 })
    #expect(lines.count > 8)
  }

  @Test("The reference has a section for each command")
  func reference() {
    let page = ReferencePage(root: Fixture.tree).markdown()
    #expect(page.contains("## `tool thing list`\n\nList the things.\n\n    tool thing list [options]"))
    #expect(page.contains("- `-n`, `--last <count>` — How many"))
    #expect(!page.contains("inner"))
    #expect(!page.contains("## `tool thing`\n"))
  }

  @Test("A sound tree has no problems, an unsound one names each")
  func problems() {
    #expect(Fixture.tree.problems() == [])
    let broken = Command<String>(
      "tool", summary: "Ends in a stop.", options: [.flag("same", help: "One"), .flag("same", help: "Two")],
      subcommands: [
        Command("a", summary: "Nothing"),
        Command(
          "b", summary: "Bad order", arguments: [Fixture.rest, Fixture.id], options: [Fixture.verbose],
          exclusive: [["ghost"]], action: "b"),
        Command("b", summary: "Again", options: [.value("Bad Name", "x", help: "Untypable")], action: "b"),
      ])
    let found = broken.problems().joined(separator: "\n")
    for part in ["--same", "full stop", "leads nowhere", "takes everything", "--ghost", "named b", "Bad Name"] {
      #expect(found.contains(part), "\(part)")
    }
  }
}
