import Synchronization
import Testing

@testable import Platform

#if DEBUG
  @Suite struct FaultPointTests {
    /// At which hits of `point`, among hits of others, a plan ends the process.
    private func deaths(_ fault: String?, hits: Int = 5) -> [Int] {
      let count = Mutex(0)
      let died = Mutex<[Int]>([])
      let plan = FaultPlan(fault: fault, log: nil) {
        let at = count.withLock { $0 }
        died.withLock { $0.append(at) }
      }
      for _ in 0..<hits {
        plan.hit("other")
        count.withLock { $0 += 1 }
        plan.hit("point")
      }
      return died.withLock { $0 }
    }

    @Test func killsOnceAtTheHitThatIsAskedFor() {
      #expect(deaths("point") == [1])
      #expect(deaths("point:3") == [3])
      #expect(deaths("point:9") == [])
      #expect(deaths("poin") == [])
      #expect(deaths(nil) == [])
    }

    @Test func writesDownEachHit() throws {
      let directory = try TemporaryDirectory()
      let plan = FaultPlan(fault: nil, log: directory("log"))
      for name in ["a", "b", "a"] { plan.hit(name) }
      #expect(try text(directory("log")) == "a\nb\na\n")
    }

    @Test func rulesBreakOnlyWhenNamed() {
      #expect(!BreakRule.isBroken("one"))
      #expect(BreakRule.names(in: "one,two") == ["one", "two"])
      #expect(BreakRule.names(in: "").isEmpty)
    }
  }
#endif
