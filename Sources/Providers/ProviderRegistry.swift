public import Configuration
import Diagnostics
import Spelling
import TextFormats

/// Every provider that a session can name: the built-in ones, changed and joined by the configured ones.
public struct ProviderRegistry: Sendable {
  /// All of them by name; built-in ones first, then configured ones in the order of the file.
  public private(set) var all: [Provider]

  /// Merges the configuration into the built-in providers.
  ///
  /// - Parameter executable: the absolute path of `agh` itself, which is the rehearsal agent as well.
  /// - Throws: everything that is wrong with `[providers.<id>]`, and references to providers that do not exist.
  public init(_ configuration: Configuration, executable: String) throws(ConfigurationError) {
    all = BuiltInProviders.all(executable: executable)
    var problems: [ConfigurationProblem] = []
    for settings in configuration.providers {
      let name = Self.canonical(settings.name)
      let index = all.firstIndex { $0.name == name }
      var merging = ProviderMerge(settings, onto: index.map { all[$0] }, named: name, configuration)
      let provider = merging.merged()
      problems += merging.problems
      if let index { all[index] = provider } else { all.append(provider) }
    }
    problems += unknownReferences(configuration)
    if !problems.isEmpty { throw ConfigurationError(problems) }
  }

  /// The provider of that name, or of which that is another name; nil when there is none.
  public func provider(named name: String) -> Provider? {
    all.first { $0.name == name } ?? all.first { $0.name == Self.canonical(name) }
  }

  /// The name of a provider with the least wrong letters; nil when none is close.
  func nearestName(_ name: String) -> String? {
    NearestName.find(name.lowercased(), among: all.map(\.name))
  }

  /// The name itself, or the one that it stands for.
  static func canonical(_ name: String) -> String {
    BuiltInProviders.aliases[name.lowercased()] ?? name
  }

  private func unknownReferences(_ configuration: Configuration) -> [ConfigurationProblem] {
    var problems: [ConfigurationProblem] = []
    for key in ["defaults.provider", "autonomy.coordinator.provider"] {
      guard case .text(let name)? = configuration.value(of: key), !name.isEmpty, provider(named: name) == nil else {
        continue
      }
      let hint = nearestName(name).map { ": did you mean \($0)?" } ?? ""
      problems.append(
        ConfigurationProblem(
          kind: .invalid, file: configuration.file, key: key, position: configuration.position(of: key),
          message: "\(key) names an unknown provider \"\(name)\"\(hint)"))
    }
    return problems
  }
}
