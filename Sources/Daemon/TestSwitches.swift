import Configuration

/// A limit of the spool below what the configuration allows, so that a test can reach it with little.
enum InjectedCap {
  static func applied(to configuration: Configuration, _ environment: [String: String]) -> Configuration {
    var configuration = configuration
    #if DEBUG
      let bytes = environment["AGH_TEST_SPOOL_BYTES"].flatMap { Int($0) }
      configuration.limits.spoolBytes = bytes ?? configuration.limits.spoolBytes
    #endif
    return configuration
  }
}

/// The boot id that a test puts in place of the machine's, to show what a power cut does.
enum InjectedBoot {
  static func id(_ environment: [String: String]) -> String? {
    #if DEBUG
      environment["AGH_TEST_BOOT_ID"]
    #else
      nil
    #endif
  }
}
