public import Diagnostics

extension AghError {
  /// The failure of a command that needs a configuration: one line for each problem.
  public init(_ error: ConfigurationError) {
    let kinds = Set(error.problems.map(\.kind))
    let code: ErrorCode =
      switch kinds {
      case [.unreadable]: .configUnreadable
      case [.notSupported]: .notSupportedYet
      default: .configInvalid
      }
    let file = error.problems.first?.file ?? "config.toml"
    self.init(code, error.description, next: code == .configUnreadable ? nil : "correct \(file)")
  }
}
