import JSON
import Platform
import Testing

@testable import agh

@Suite("Output is rendered")
struct RenderingTests {
  @Test("A section pads its labels; an empty value shows as two dashes")
  func section() {
    let block = HumanBlock.section("Session", [("ID", "sess-1"), ("Attach Expires", ""), ("Name", "a name")])
    #expect(
      block.text == """
        Session
        =======
        ID:              sess-1
        Attach Expires:  --
        Name:            a name

        """)
  }

  @Test("A table pads its columns to the widest cell, rules at least three dashes, no blanks at line ends")
  func table() {
    let block = HumanBlock.table(
      "Sessions", columns: ["ID", "Name"], rows: [["sess-12", ""], ["x", "漢字"], ["y", "z"]])
    #expect(
      block.text == """
        Sessions
        ========
        ID       Name
        ---      ----
        sess-12  --
        x        漢字
        y        z

        """)
  }

  @Test("An empty table says so")
  func emptyTable() {
    let block = HumanBlock.table("Sessions", columns: ["ID", "Name", "Agent"], rows: [])
    #expect(block.text == "Sessions\n========\nID       Name  Agent\n---      ----  -----\n(empty)\n")
  }

  @Test("Blocks are set apart by an empty line, control characters of values are shown as escapes")
  func blocks() {
    let text = HumanBlock.text([
      .section("A", [("X", "line\nbreak\u{1B}[2J")]), .table("B", columns: ["C"], rows: [["\u{9B}31m\t"]]),
    ])
    #expect(text == "A\n=\nX:  line\\nbreak\\x1b[2J\n\nB\n=\nC\n---\n\\x9b31m\\t\n")
  }

  @Test("Wide characters keep the columns straight")
  func wideCharacters() {
    #expect(TextWidth.columns("a漢é👍") == 6)
    let lines = HumanBlock.table("T", columns: ["Name", "X"], rows: [["漢字漢字", "1"], ["abc", "2"]]).text
    #expect(lines.hasSuffix("漢字漢字  1\nabc       2\n"))
  }

  @Test("JSON is indented by two spaces and ends in a line feed, JSON lines are compact")
  func json() {
    let document = Document([["id": "a", "n": 1], ["id": "b/é"]], human: [], toon: [])
    #expect(
      document.text(.json) == """
        [
          {
            "id": "a",
            "n": 1
          },
          {
            "id": "b/é"
          }
        ]

        """)
    #expect(document.text(.jsonl) == "{\"id\":\"a\",\"n\":1}\n{\"id\":\"b/é\"}\n")
    #expect(Document([], human: [], toon: []).text(.json) == "[]\n")
    #expect(Document([], human: [], toon: []).text(.jsonl) == "")
    #expect(Document(["id": "a"], human: [], toon: []).text(.jsonl) == "{\"id\":\"a\"}\n")
  }

  @Test("toon names the fields once and quotes what would break a row")
  func toon() {
    let object = ToonBlock.object("version", fields: ["version", "commit"], values: ["1.0", ""])
    #expect(object.text == "version{version,commit}:\n  1.0,\"\"\n")
    let list = ToonBlock.list(
      "events", fields: ["n", "text"], rows: [["1", "a,b"], ["2", "say \"x\\\"\n"], ["3", "a b"]])
    #expect(list.text == "events[3]{n,text}:\n  1,\"a,b\"\n  2,\"say \\\"x\\\\\\\"\\n\"\n  3,a b\n")
    #expect(ToonBlock.list("events", fields: ["n"], rows: []).text == "events[0]{n}:\n  (empty)\n")
  }

  @Test("What is wrong in a status stands in a table of its own, and is not there when nothing is")
  func findings() throws {
    let fine: JSONValue = ["daemon": ["status": "running"]]
    let now = WallTime(nanoseconds: 0)
    #expect(!StatusView.one(fine, now: now).text(.human).contains("Findings"))
    let finding: JSONValue = [
      "severity": "error", "code": "journal_failed", "message": "it cannot be written",
      "evidence": ["session_id": "sess-1"],
    ]
    let text = StatusView.one(["diagnostics": [finding]], now: now).text(.human)
    #expect(text.contains("error     journal_failed  sess-1   it cannot be written  --"))
  }

  @Test("Providers are a table, and keep the envelope of the interface as JSON")
  func providers() {
    let login: JSONValue = ["state": "missing_cli", "mode": "native_cli"]
    let answer: JSONValue = ["providers": [["name": "goose", "display_name": "Goose", "auth_status": login]]]
    let list = ProviderView.list(answer)
    #expect(list.text(.human).contains("goose  Goose         missing_cli  native_cli"))
    #expect(list.json == answer)
    #expect(list.text(.toon) == "providers{count}:\n  1\n")
    #expect(list.lines.count == 1)
  }
}
