import Spelling
import Testing

@Suite("The nearest name")
struct NearestNameTests {
  @Test(
    "A slip of the fingers finds the name that was meant",
    arguments: [
      ("lst", ["list", "status"], "list"), ("prot", ["host", "port"], "port"), ("sta", ["stop", "status"], "status"),
      ("STATUS", ["status"], "status"), ("comand", ["args", "command"], "command"), ("éta", ["êta"], "êta"),
    ])
  func finds(name: String, candidates: [String], meant: String) {
    #expect(NearestName.find(name, among: candidates) == meant)
  }

  @Test(
    "A word that is like none of them finds nothing",
    arguments: [("frobnicate", ["list", "status"]), ("x", ["y"]), ("", ["list"]), ("port", [])])
  func findsNothing(name: String, candidates: [String]) {
    #expect(NearestName.find(name, among: candidates) == nil)
  }

  @Test("Of two that are equally near the first is meant")
  func prefersTheFirst() {
    #expect(NearestName.find("lost", among: ["list", "last"]) == "list")
  }

  @Test("A word longer than any name costs no time")
  func giantWord() {
    #expect(NearestName.find(String(repeating: "a", count: 1_000_000), among: ["aaaa"]) == nil)
  }
}
