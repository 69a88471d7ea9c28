public import Diagnostics
public import Home
public import Platform

extension DefaultFile {
  /// Writes the file of a first start (0600) unless something lies in its place; tells whether it did.
  ///
  /// - Throws: the error of a home that cannot be written to.
  public static func writeIfMissing(
    _ home: HomeDirectory, userHome: String?, layer: any FileLayer = SystemFiles()
  ) throws(AghError) -> Bool {
    do throws(SystemError) {
      if try FileStatus.ifPresent(home.configuration, following: false) != nil { return false }
      let text = text(paths: PathBase(home: home.path, userHome: userHome))
      try AtomicFile.write(Array(text.utf8), to: home.configuration, name: .configuration, layer: layer)
      return true
    } catch {
      throw AghError(home: home, error)
    }
  }
}

extension SyncName {
  /// The syncs of `config.toml`.
  public static let configuration = SyncName("config.toml")
}
