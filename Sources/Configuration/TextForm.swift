/// What a text in the configuration has to look like.
struct TextForm: Sendable {
  /// Completes "must be …".
  let expectation: String
  let accepts: @Sendable (String) -> Bool
  /// Whether a text that does not fit may be a secret, so that no error may repeat it.
  let mayBeSecret: Bool

  init(expectation: String, mayBeSecret: Bool = false, accepts: @escaping @Sendable (String) -> Bool) {
    self.expectation = expectation
    self.accepts = accepts
    self.mayBeSecret = mayBeSecret
  }

  static let any = TextForm(expectation: "a text") { _ in true }

  static let nonEmpty = TextForm(expectation: "a text that is not empty") { !$0.isBlank }

  static let singleLine = TextForm(expectation: "one line of text") {
    !$0.isBlank && !$0.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F })
  }

  /// Empty means "not set".
  static let optionalSingleLine = TextForm(expectation: "one line of text") {
    $0.isEmpty || singleLine.accepts($0)
  }

  /// `~` is the home directory of the user; a relative path is taken from the agh home.
  static let path = TextForm(expectation: "a path") {
    !$0.isBlank && !$0.utf8.contains(0)
  }

  /// A path; empty means the default.
  static let optionalPath = TextForm(expectation: "a path") { $0.isEmpty || path.accepts($0) }

  static let pathSegment = TextForm(expectation: "one name without slashes") {
    !$0.isBlank && $0 != "." && $0 != ".." && !$0.utf8.contains(where: { $0 == 0x2F || $0 == 0x5C || $0 == 0 })
  }

  static let httpURL = TextForm(expectation: "an absolute http or https URL") { text in
    ["http://", "https://"].contains { scheme in
      guard text.hasPrefix(scheme) else { return false }
      let host = text.utf8.dropFirst(scheme.utf8.count).prefix { $0 != UInt8(ascii: "/") }
      return !host.isEmpty && !text.utf8.contains { $0 <= 0x20 || $0 == 0x7F }
    }
  }

  /// Empty means "not set".
  static let optionalHTTPURL = TextForm(expectation: httpURL.expectation) { $0.isEmpty || httpURL.accepts($0) }

  static let host = TextForm(expectation: "a host name or an address") {
    !$0.isEmpty && $0.utf8.allSatisfy(isHostByte)
  }

  /// A host as it stands in the `Host` header, with a port where it is not the scheme's own.
  static let hostHeader = TextForm(expectation: "a host name, with :port where needed") {
    !$0.isEmpty && $0.utf8.allSatisfy(isHostByte)
  }

  static let timeZone = TextForm(expectation: "the name of a time zone, like \"Europe/Berlin\"") {
    let parts = $0.split(separator: "/", omittingEmptySubsequences: false)
    return parts.allSatisfy { part in
      part.first?.isLetter == true && part.utf8.allSatisfy { isWordByte($0) || "-+".utf8.contains($0) }
    }
  }

  static let channel = TextForm(
    expectation: "small letters, digits, \"_\" and \"-\", at most 64, a letter or digit first"
  ) {
    guard let first = $0.utf8.first, isSmallOrDigit(first), $0.utf8.count <= 64 else { return false }
    return $0.utf8.allSatisfy { isSmallOrDigit($0) || "_-".utf8.contains($0) }
  }

  static let environmentName = TextForm(expectation: "the name of an environment variable") {
    guard let first = $0.utf8.first, !(0x30...0x39).contains(first) else { return false }
    return $0.utf8.allSatisfy(isWordByte)
  }

  /// Where a credential of a provider comes from.
  static let providerSecret = TextForm(expectation: "env:VAR or vault:providers/<provider>/<slot>", mayBeSecret: true) {
    isEnvironmentReference($0) || isVaultReference($0, namespace: "providers", parts: 2)
  }

  static func secret(namespace: String) -> TextForm {
    TextForm(expectation: "env:VAR or vault:\(namespace)/…", mayBeSecret: true) {
      isEnvironmentReference($0) || isVaultReference($0, namespace: namespace, parts: 1)
    }
  }

  static func oneOf(_ names: [String]) -> TextForm {
    TextForm(expectation: "one of " + names.map(SettingValue.quoted).joined(separator: ", "), accepts: names.contains)
  }

  static func oneOfOrEmpty(_ names: [String]) -> TextForm {
    TextForm(expectation: "empty or " + names.map(SettingValue.quoted).joined(separator: ", ")) {
      $0.isEmpty || names.contains($0)
    }
  }

  private static func isEnvironmentReference(_ text: String) -> Bool {
    text.hasPrefix("env:") && environmentName.accepts(String(text.dropFirst(4)))
  }

  private static func isVaultReference(_ text: String, namespace: String, parts: Int) -> Bool {
    let prefix = "vault:\(namespace)/"
    guard text.hasPrefix(prefix) else { return false }
    let names = text.dropFirst(prefix.count).split(separator: "/", omittingEmptySubsequences: false)
    return names.count >= parts
      && names.allSatisfy { name in
        guard let first = name.utf8.first, isWordByte(first), first != UInt8(ascii: "_") else { return false }
        return name.utf8.allSatisfy { isWordByte($0) || ".-".utf8.contains($0) }
      }
  }

  @Sendable private static func isHostByte(_ byte: UInt8) -> Bool {
    isWordByte(byte) || ".-:[]%".utf8.contains(byte)
  }

  @Sendable private static func isWordByte(_ byte: UInt8) -> Bool {
    isSmallOrDigit(byte) || (0x41...0x5A).contains(byte) || byte == UInt8(ascii: "_")
  }

  private static func isSmallOrDigit(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
  }
}

extension String {
  /// Whether there is nothing but blanks in it.
  var isBlank: Bool { utf8.allSatisfy { $0 == 0x20 || (0x09...0x0D).contains($0) } }
}
