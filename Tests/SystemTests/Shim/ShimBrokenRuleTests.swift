import CSystem
import Glibc
import Platform
import Testing

#if DEBUG
  /// Each rule of the shim is needed: with it broken, the test that guards it turns red.
  @Suite("Rules of the shim, broken", .blocking)
  struct ShimBrokenRuleTests {
    @Test(arguments: [
      ("shim-input-position", "inputIsTakenOnlyWhereItIsExpectedAndOnlyWhatFits"),
      ("shim-generation", "anEqualOrHigherGenerationTakesOverAndALowerOneIsRefused"),
      ("shim-spool-limit", "atTheLimitTheAgentWaitsAndGoesOnWhenThereIsRoom"),
      ("shim-drain", "afterTheEndTheLimitNoLongerCounts"),
      ("shim-keep-unacknowledged", "removesWhatIsAcknowledgedAndNothingElse"),
      ("shim-whole-tree", "nothingIsLeftAfterAKill"),
      ("shim-terminal-once", "anIDStartsOnce"),
      ("shim-ladder-once", "aRunningLadderIsNotBegunAgainAndAKillShortensIt"),
    ])
    func turnTheSuiteRed(rule: String, test: String) throws {
      #expect(try run(test, breaking: rule) != .status(0))
    }

    @Test func andWithoutThemItIsGreen() throws {
      #expect(try run("anIDStartsOnce", breaking: nil) == .status(0))
    }

    /// Runs one test of this executable in a process of its own.
    private func run(_ test: String, breaking rule: String?) throws -> Ending {
      var environment: [String: String] = [:]
      for name in ["PATH", "HOME", "LD_LIBRARY_PATH"] {
        if let value = getenv(name) { environment[name] = String(cString: value) }
      }
      environment["AGH_BREAK"] = rule
      let child = try ChildProcess(
        [Build.directory + "/aghPackageTests.xctest", "--testing-library", "swift-testing", "--filter", test],
        environment: environment)
      return try child.wait(within: .seconds(120))
    }
  }
#endif
