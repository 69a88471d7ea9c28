import CommandModel
import Glibc
import Testing

@Suite("Completions")
struct CompletionTests {
  /// What bash offers for the last of `words`.
  private func bash(_ words: String...) throws -> [String] {
    let list = words.map { "'" + $0 + "'" }.joined(separator: " ")
    let output = try run(
      "bash",
      Fixture.tree.bashCompletion() + """
        compopt() { :; }
        COMP_WORDS=(\(list)); COMP_CWORD=\(words.count - 1); _tool; printf '%s\\n' "${COMPREPLY[@]}"
        """)
    return output.split(separator: "\n").map(String.init)
  }

  @Test("bash offers commands, options of the place, and values")
  func bashCandidates() throws {
    #expect(try bash("tool", "th") == ["thing"])
    #expect(try bash("tool", "thing", "") == ["list", "say", "make", "--output", "--verbose", "--help"])
    #expect(try bash("tool", "thing", "list", "--la") == ["--last", "--label"])
    #expect(try bash("tool", "-o", "json", "thing", "make", "--q") == ["--quick"])
    #expect(try bash("tool", "echo", "--output", "j") == ["json"])
    #expect(try bash("tool", "echo", "--output", "=", "j") == ["json"])
    #expect(try bash("tool", "completion", "f") == ["fish"])
    #expect(try bash("tool", "thing", "list", "--place", "/us") == ["/usr"])
    #expect(try bash("tool", "in") == [], "hidden commands are not offered")
  }

  @Test("The scripts are accepted by the shells that are installed", arguments: ["bash", "zsh", "fish"])
  func syntax(shell: String) throws {
    let scripts = [
      "bash": Fixture.tree.bashCompletion(), "zsh": Fixture.tree.zshCompletion(), "fish": Fixture.tree.fishCompletion(),
    ]
    let script = try #require(scripts[shell])
    #expect(script.contains("tool thing list"))
    if access("/usr/bin/" + shell, X_OK) == 0 {
      #expect(try run(shell + " -n", script) == "")
    }
  }

  @Test("Quotes in help do not leave their quotes")
  func quoting() {
    #expect(Fixture.tree.zshCompletion().contains("'--label:What it'\\''s called: a name'"))
    #expect(Fixture.tree.fishCompletion().contains("-d 'What it\\'s called: a name'"))
  }

  /// Runs a shell on a script and returns what it prints to both outputs.
  private func run(_ shell: String, _ script: String) throws -> String {
    let path = "/tmp/completion-\(getpid())-\(UInt32.random(in: 0 ... .max))"
    defer { unlink(path) }
    let file = try #require(fopen(path, "w"))
    fputs(script, file)
    fclose(file)
    let pipe = try #require(popen("\(shell) \(path) 2>&1", "r"))
    defer { pclose(pipe) }
    var bytes: [UInt8] = []
    while case let byte = getc(pipe), byte != EOF { bytes.append(UInt8(byte)) }
    return String(decoding: bytes, as: UTF8.self)
  }
}
