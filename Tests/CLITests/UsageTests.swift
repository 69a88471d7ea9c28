import CommandModel
import JSON
import Testing

@testable import agh

@Suite("The command line of agh")
struct UsageTests {
  private func agh(_ words: String...) throws -> CommandRun.Result {
    try CommandRun(words, environment: ["AGH_HOME": "/nonexistent/home", "HOME": "/nonexistent"]).end()
  }

  @Test("The tree of commands is sound")
  func tree() {
    #expect(CommandTree.root.problems() == [])
  }

  @Test("The version is shown in every format")
  func version() throws {
    #expect(try agh("version").output.hasPrefix("agh "))
    let json = try JSONParser.parse(try agh("version", "--output", "json").output)
    #expect(json.object?.keys == ["Version", "Commit", "BuildDate"])
    #expect(try agh("version", "-o", "toon").output.hasPrefix("version{version,commit,build_date}:\n  "))
    #expect(try agh("version", "-o", "jsonl").output.split(separator: "\n").count == 1)
  }

  @Test("Mistakes exit with 1, say what is wrong and what to do next, and are JSON where that was asked for")
  func mistakes() throws {
    let unknown = try agh("nonsense")
    #expect(unknown.status == 1)
    #expect(unknown.output == "")
    #expect(unknown.errors == "error: unknown command \"nonsense\" for \"agh\"\nnext: agh --help\n")
    #expect(try agh("session", "lst").errors.contains("did you mean \"agh session list\"?"))
    let json = try agh("session", "list", "--nonsense", "-o", "json")
    #expect(json.status == 1)
    #expect(try JSONParser.parse(json.errors)["code"]?.string == "usage")
    let lines = try JSONParser.parse(try agh("daemon", "-o", "jsonl", "nonsense").errors)
    #expect(lines["type"]?.string == "error")
    #expect(lines["error"]?["code"]?.string == "usage")
  }

  @Test("The format is judged before anything is asked of the daemon")
  func format() throws {
    let wrong = try agh("status", "-o", "xml")
    #expect(wrong.status == 1)
    #expect(wrong.errors.contains("choose human, json, jsonl or toon"))
    #expect(try agh("status", "--json", "-o", "toon").status == 1)
  }

  @Test("Help comes on the output and exits with 0, also for a group alone")
  func help() throws {
    for words in [[], ["--help"], ["session"], ["session", "prompt", "-h"], ["help", "session", "new"]] {
      let result = try CommandRun(words).end()
      #expect(result.status == 0)
      #expect(result.output.contains("Usage: agh"))
      #expect(result.errors == "")
    }
    #expect(try agh("help", "session", "nw").errors.contains("agh session new"))
  }

  @Test("docs/cli.md is what the commands say about themselves")
  func reference() throws {
    let path = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    let stored = try Support.read("/\(path)/docs/cli.md")
    #expect(stored == ReferencePage(root: CommandTree.root).markdown(), "run: make docs")
  }

  @Test("Completions know the commands")
  func completions() throws {
    for shell in ["bash", "zsh", "fish"] {
      #expect(try agh("completion", shell).output.contains("session prompt"))
    }
    #expect(try agh("completion", "tcsh").status == 1)
  }
}
