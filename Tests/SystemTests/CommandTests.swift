import Testing

@Suite("Commands that need no daemon", .blocking)
struct CommandTests {
  @Test("The version is told at once, in every format")
  func version() throws {
    let home = try TestHome()
    for format in ["human", "json", "jsonl", "toon"] {
      let result = try home.succeed("version", "-o", format)
      #expect(result.output.contains("dev"))
    }
  }
}
