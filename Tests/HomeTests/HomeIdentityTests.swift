import Diagnostics
import Glibc
@testable import Home
import JSON
import Platform
import Testing

@Suite struct HomeIdentityTests {
  private let directory: TemporaryDirectory
  private var home: HomeDirectory { directory.home }

  init() throws {
    directory = try TemporaryDirectory()
    try directory.home.prepare()
  }

  @Test func everyBootOfADaemonHasAHigherGeneration() throws {
    let first = try HomeIdentity.next(home, bootID: "boot-1", random: SeededRandom(seed: 1))
    #expect(first.generation == 1)
    #expect(first.homeID.count == 32)
    let second = try HomeIdentity.next(home, bootID: "boot-1")
    #expect(second.homeID == first.homeID)
    #expect(second.generation == 2)
    #expect(HomeIdentity.read(home) == second)
    #expect(try mode(home.identity) == 0o600)
  }

  @Test func anotherBootKeepsTheHomeAndTakesItsPlaceAnew() throws {
    let first = try HomeIdentity.next(home, bootID: "boot-1")
    try change { $0["device"] = 99 }
    let second = try HomeIdentity.next(home, bootID: "boot-2")
    #expect(second.homeID == first.homeID)
    #expect(second.generation == 2)
    #expect(second.bootID == "boot-2")
    #expect(second.place == (try FileStatus.of(home.path).identity))
  }

  @Test func aCopyBesideItsOriginalIsAnotherHome() throws {
    let original = try HomeIdentity.next(home, bootID: "boot-1")
    let copy = HomeDirectory(path: "\(directory.path)/copy")
    try copy.prepare()
    try write(try text(home.identity), to: copy.identity)
    let identity = try HomeIdentity.next(copy, bootID: "boot-1")
    #expect(identity.homeID != original.homeID)
    #expect(identity.generation == 1)
    #expect(try HomeIdentity.next(home, bootID: "boot-1").homeID == original.homeID)
  }

  @Test func aMovedHomeStaysWhatItIs() throws {
    let before = try HomeIdentity.next(home, bootID: "boot-1")
    let moved = HomeDirectory(path: "\(directory.path)/moved")
    #expect(rename(home.path, moved.path) == 0)
    #expect(try HomeIdentity.next(moved, bootID: "boot-1").homeID == before.homeID)
  }

  @Test func aGenerationAboveAShimsIsTakenDurably() throws {
    let identity = try HomeIdentity.next(home, bootID: "boot-1")
    let raised = try identity.raised(above: 41, in: home)
    #expect(raised.generation == 42)
    #expect(HomeIdentity.read(home)?.generation == 42)
    #expect(try raised.raised(above: 7, in: home).generation == 43)
  }

  @Test(arguments: ["", "{", "[]", #"{"home_id":"a"}"#, #"{"home_id":"","generation":1}"#])
  func aDamagedRecordIsNotReplacedInSilence(content: String) throws {
    try write(content, to: home.identity)
    let error = #expect(throws: AghError.self) { try HomeIdentity.next(home, bootID: "boot-1") }
    #expect(error?.code == .homeUnusable)
    #expect(try text(home.identity) == content)
  }

  @Test(arguments: FailingFiles.Operation.allCases.filter { $0 != .makeDirectory })
  func aFailedWriteKeepsTheFormerGeneration(operation: FailingFiles.Operation) throws {
    let first = try HomeIdentity.next(home, bootID: "boot-1")
    let layer = FailingFiles(operation, ENOSPC)
    let error = #expect(throws: AghError.self) { try HomeIdentity.next(home, bootID: "boot-1", layer: layer) }
    #expect(error?.code == .homeFull)
    #expect(HomeIdentity.read(home)?.homeID == first.homeID)
    #expect(try Directory.names(home.path).contains("home.json.tmp") == false)
    let next = try HomeIdentity.next(home, bootID: "boot-1")
    #expect(next.generation > first.generation)
  }

  private func change(_ body: (inout JSONObject) -> Void) throws {
    var object = try #require(try JSONParser.parse(text(home.identity)).object)
    body(&object)
    try write(JSONValue.object(object).text, to: home.identity)
  }
}
