@testable import Configuration
import Testing
import TextFormats

@Suite struct KeyTests {
  private let paths = PathBase(home: "/home/me/.agh", userHome: "/home/me")

  private func read(_ text: String) throws(ConfigurationError) -> Configuration {
    try Configuration(parsing: Array(text.utf8), file: "config.toml", paths: paths)
  }

  @Test func theTableHasEveryKeyAndNoOther() {
    let fixed = Schema.settings.map(\.path).filter { !$0.contains("*") && !$0.contains("[]") }
    let tables = [
      "providers", "sandboxes", "hooks.declarations", "mcp_servers", "automation.jobs", "automation.triggers",
    ]
    #expect(Set(fixed).subtracting(tables) == Set(KeyCase.all.map(\.path)))
    #expect(Set(fixed).count == fixed.count, "no key is declared twice")
  }

  @Test(arguments: KeyCase.all)
  func theDefaultIsTaken(key: KeyCase) throws {
    let configuration = try read(key.document(key.fallback))
    #expect(configuration.settings[key.path] == configuration.settings.defaults[key.path])
    #expect(configuration.settings.found[key.path]?.value == configuration.settings.defaults[key.path])
    #expect(configuration.notices.isEmpty)
  }

  @Test(arguments: KeyCase.all)
  func whatHasAnEffectOrAsksForNothingIsTaken(key: KeyCase) throws {
    for value in key.taken {
      _ = try read(key.document(value))
    }
  }

  @Test(arguments: KeyCase.all)
  func whatDoesNotExistYetIsRefused(key: KeyCase) throws {
    for value in key.notYet {
      let error = #expect(throws: ConfigurationError.self) { try self.read(key.document(value)) }
      #expect(error?.problems.map(\.kind) == [.notSupported], "\(value): \(error?.description ?? "taken")")
      #expect(error?.problems.first?.position?.line == 2)
      #expect(error?.problems.first?.position?.column == key.column)
    }
  }

  @Test(arguments: KeyCase.all)
  func aValueAgainstARuleIsRefusedWithItsPlace(key: KeyCase) throws {
    for value in key.invalid {
      let error = #expect(throws: ConfigurationError.self, "\(value)") { try self.read(key.document(value)) }
      let problem = try #require(error?.problems.first { $0.kind == .invalid }, "\(value): \(error?.description ?? "")")
      #expect(problem.position?.line == 2 && problem.position?.column == key.column, "\(problem)")
      #expect(!problem.message.hasSuffix("."))
    }
  }

  @Test(arguments: KeyCase.all)
  func aValueOfAnotherTypeIsRefusedWithItsPlace(key: KeyCase) throws {
    for value in key.otherType + ["{ a = 1 }", "2026-11-25"] {
      let error = #expect(throws: ConfigurationError.self, "\(value)") { try self.read(key.document(value)) }
      #expect(error?.problems.map(\.kind) == [.type], "\(value)")
      let problem = try #require(error?.problems.first)
      #expect(problem.key == key.path)
      #expect(problem.position?.line == 2 && problem.position?.column == key.column, "\(problem)")
    }
  }

  @Test(arguments: KeyCase.all)
  func aTypoIsRefusedWithTheRightName(key: KeyCase) throws {
    let name = key.path.split(separator: ".").last.map(String.init) ?? ""
    guard name.count > 3 else { return }
    let typo = String(name.prefix(1)) + name
    let text = "[\(key.path.dropLast(name.count + 1))]\n\(typo) = 1\n"
    let error = #expect(throws: ConfigurationError.self) { try self.read(text) }
    let problem = try #require(error?.problems.first)
    #expect(problem.message.contains("did you mean \(name)?"), "\(problem)")
    #expect(problem.position?.description == "2:1")
  }
}
