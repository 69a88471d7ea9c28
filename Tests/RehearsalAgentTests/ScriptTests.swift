import Testing

@testable import RehearsalAgent

@Suite struct ScriptTests {
  @Test(
    arguments: [
      ("stream 200 chunks", .stream(count: 200, bytes: 0, perSecond: nil)),
      ("stream 1 chunk of 8000 bytes at 400/s", .stream(count: 1, bytes: 8000, perSecond: 400)),
      ("stream 5 of 10", .stream(count: 5, bytes: 10, perSecond: nil)),
      ("flood 100000", .stream(count: 100_000, bytes: 0, perSecond: nil)),
      ("say plan ahead", .echo("plan ahead")), ("think", .think("thinking about it")),
      ("think hard about it", .think("hard about it")), ("plan", .plan),
      ("read README.md", .read(path: "README.md")), ("write notes.txt", .write(path: "notes.txt", text: nil)),
      ("write notes.txt  two words ", .write(path: "notes.txt", text: "two words")),
      ("run ls -l | wc", .run("ls -l | wc")),
      ("ask permission", .askPermission(title: "Do something")),
      ("ask permission to leave", .askPermission(title: "to leave")), ("sleep 5s", .sleep(.seconds(5))),
      ("sleep 300ms", .sleep(.milliseconds(300))), ("sleep 1.5s", .sleep(.milliseconds(1500))), ("usage", .usage),
      ("mode auto", .mode("auto")), ("recall", .recall), ("context", .context), ("crash", .crash), ("hang", .hang),
      ("garbage", .garbage(lines: 3)), ("garbage 10 lines", .garbage(lines: 10)), ("ignore-cancel", .ignoreCancel),
      ("ignore-term", .ignoreTerm), ("ignore-eof", .ignoreEOF), ("exit 3", .exit(3)), ("partial-line", .partialLine),
      ("send {\"a\":1}", .send("{\"a\":1}")), ("spawn-tree", .spawnTree), ("late 2", .late(count: 2)),
    ] as [(String, Command)])
  func readsEveryCommand(text: String, command: Command) {
    #expect(Script(text).commands == [command])
    #expect(Script("  \(text)  \n\n").commands == [command])
  }

  @Test func commandsStandOnLinesOrBetweenSemicolons() {
    #expect(Script("plan; usage\nthink ;; hang;").commands == [.plan, .usage, .think("thinking about it"), .hang])
    #expect(Script("plan; send {\"a\":\";\"}; usage").commands == [.plan, .send("{\"a\":\";\"}; usage")])
    #expect(Script("\n ; \n").commands == [])
  }

  @Test(arguments: [
    "hello", "stream", "stream of words", "stream 5 things", "stream 5 at 0/s", "stream -1", "sleep", "sleep long",
    "read two words", "exit now", "plan ahead", "crash the party", "send help", "raed README.md", "sleep 5", "ask me",
  ])
  func everythingElseIsText(text: String) {
    #expect(Script(text).commands == [.echo(text)])
    #expect(Script("plan; \(text)").commands == [.echo("plan; \(text)")])
  }
}
