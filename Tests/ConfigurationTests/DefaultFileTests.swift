@testable import Configuration
import Testing

@Suite struct DefaultFileTests {
  private let paths = PathBase(home: "/home/me/.agh", userHome: "/home/me")

  @Test func theFileOfAFirstStartSetsNothing() throws {
    let text = DefaultFile.text(paths: paths)
    let configuration = try Configuration(parsing: Array(text.utf8), file: "config.toml", paths: paths)
    #expect(configuration.settings.found.isEmpty)
    #expect(configuration.notices.isEmpty)
  }

  @Test func everyLineCanBeUncommentedAndIsTheDefault() throws {
    let text = DefaultFile.text(paths: paths).split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.hasPrefix("#") && !line.hasPrefix("# ") && line != "#" ? line.dropFirst() : line
    }.joined(separator: "\n")
    let configuration = try Configuration(parsing: Array(text.utf8), file: "config.toml", paths: paths)
    let settings = configuration.settings
    let own = settings.found.filter { !$0.key.hasPrefix("providers.") }
    #expect(own.mapValues(\.value) == settings.defaults)
    #expect(configuration.providers.map(\.name) == ["mine"])
  }
}
