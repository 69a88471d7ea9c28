public import Diagnostics

/// The body of `createWorkspace`.
public struct CreateWorkspaceBody: Sendable, Equatable {
  /// The directory, absolute.
  public var root: String
  /// A name for people; nil means that of the directory.
  public var name: String?
  /// Further directories, absolute.
  public var additional: [String]

  /// Reads and checks a body.
  ///
  /// - Throws: `invalid_json`, `invalid_request`, `not_supported_yet`.
  public init(_ bytes: [UInt8]) throws(AghError) {
    let body = try BodyReader(bytes)
    guard let root = try body.text("root_dir") else { throw AghError(.invalidRequest, "root_dir is required") }
    guard root.hasPrefix("/") else { throw AghError(.invalidRequest, "root_dir must be an absolute path") }
    self.root = root
    name = try body.text("name")
    additional = try body.texts("add_dirs")
    guard additional.allSatisfy({ $0.hasPrefix("/") }) else {
      throw AghError(.invalidRequest, "add_dirs entries must be absolute paths")
    }
    try body.refuse("default_agent", "sandbox_ref")
  }
}

/// The body of `resolveWorkspace`.
public struct ResolveWorkspaceBody: Sendable, Equatable {
  /// The directory, absolute.
  public var path: String

  /// Reads and checks a body.
  ///
  /// - Throws: `invalid_json`, `invalid_request`.
  public init(_ bytes: [UInt8]) throws(AghError) {
    guard let path = try BodyReader(bytes).text("path") else { throw AghError(.invalidRequest, "path is required") }
    guard path.hasPrefix("/") else { throw AghError(.invalidRequest, "path must be an absolute path") }
    self.path = path
  }
}
