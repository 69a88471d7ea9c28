import CSystem
public import Home
import Platform
import TextFormats

extension Configuration {
  /// Reads the configuration of a home; without a file everything has its default.
  ///
  /// - Parameter userHome: what `~` stands for; nil leaves it alone.
  /// - Throws: everything that is wrong with the file, in the order of its text.
  public static func load(_ home: HomeDirectory, userHome: String?) throws(ConfigurationError) -> Configuration {
    let bytes: [UInt8]
    do {
      bytes = try FileDescriptor.open(home.configuration, O_RDONLY | O_NONBLOCK).readToEnd(limit: 4 << 20)
    } catch  where error.errno == ENOENT {
      bytes = []
    } catch {
      let problem = ConfigurationProblem(
        kind: .unreadable, file: home.configuration, key: nil, position: nil, message: error.reason)
      throw ConfigurationError([problem])
    }
    return try Configuration(
      parsing: bytes, file: home.configuration, paths: PathBase(home: home.path, userHome: userHome))
  }

  /// Reads the text of a configuration file.
  ///
  /// - Parameters:
  ///   - bytes: the text; an empty one gives every default.
  ///   - file: the path that errors name.
  ///   - paths: what relative paths and `~` stand for.
  /// - Throws: everything that is wrong with it, in the order of the text.
  public init(parsing bytes: [UInt8], file: String, paths: PathBase) throws(ConfigurationError) {
    let document: TOMLDocument
    do {
      document = try TOMLDocument(parsing: bytes)
    } catch {
      let problem = ConfigurationProblem(
        kind: .syntax, file: file, key: nil, position: error.position, message: error.message)
      throw ConfigurationError([problem])
    }
    var reader = SettingsReader(file: file, paths: paths)
    reader.read(document.root)
    if !reader.problems.isEmpty { throw ConfigurationError(reader.problems) }
    self.init(settings: reader.settings, file: file, notices: reader.notices)
  }
}
