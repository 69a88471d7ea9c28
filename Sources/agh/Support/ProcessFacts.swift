import Platform

/// What this process knows about itself.
enum ProcessFacts {
  /// The absolute path of the executable; nil when the system does not tell.
  static var executable: String? {
    try? RealPath.of("/proc/self/exe")
  }

  /// Every entry of the environment, `NAME=value`, byte for byte.
  static var environmentEntries: [[UInt8]] { ProcessTable.environment(of: CurrentProcess.pid) ?? [] }

  /// The environment by name; what is not UTF-8 is replaced.
  static var environment: [String: String] {
    let pairs = environmentEntries.compactMap { entry -> (String, String)? in
      guard let equals = entry.firstIndex(of: UInt8(ascii: "=")) else { return nil }
      return (
        String(decoding: entry[..<equals], as: UTF8.self), String(decoding: entry[(equals + 1)...], as: UTF8.self)
      )
    }
    return Dictionary(pairs) { first, _ in first }
  }
}
