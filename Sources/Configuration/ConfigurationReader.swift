import TextFormats

extension Configuration {
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
