import Testing
import TextFormats

@Suite struct ShellWordsTests {
  @Test(
    arguments: [
      ("", []), ("   \t\n", []), ("npx -y pkg@latest --acp", ["npx", "-y", "pkg@latest", "--acp"]),
      ("sh -c 'echo rate limit; exit 1'", ["sh", "-c", "echo rate limit; exit 1"]),
      (#"a "b c" d"#, ["a", "b c", "d"]), (#"a"b c"'d e'f"#, ["ab cd ef"]), ("'' \"\" x", ["", "", "x"]),
      (#"a\ b \'c \\"#, ["a b", "'c", "\\"]), (#""a\"b" "a\$b" "a\nb""#, ["a\"b", "a$b", "a\\nb"]),
      (#"'a\b'"#, ["a\\b"]), ("a\\\nb", ["ab"]), ("\"a\\\nb\"", ["ab"]),
      (
        "$HOME *.txt ~ a;b | # c",
        [
          "$HOME", "*.txt", "~", "a;b", "|", "#", "c",
        ]
      ), ("é '日 本'", ["é", "日 本"]),
    ] as [(String, [String])])
  func aLineIsSplitAsAShellSplitsIt(line: String, words: [String]) {
    #expect(ShellWords.split(line) == words)
  }

  @Test(arguments: ["'a", "\"a", "a\\", "\"a\\\"", "a 'b\" c"])
  func whatIsNotClosedIsRefused(line: String) {
    #expect(ShellWords.split(line) == nil)
  }
}
