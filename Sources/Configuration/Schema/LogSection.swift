/// `[log]`
enum LogSection {
  static let level = Key(
    "log.level", .choice(["debug", "info", "warn", "error"], anyCase: true), "info",
    "The least important lines that are written.")
  static let maxSizeMB = Key(
    "log.max_size_mb", .integer(1...1_000_000), 10, "How large logs/agh.log may become, in MiB, before a new one.")
  static let maxBackups = Key(
    "log.max_backups", .integer(0...1_000_000), 5, "How many former log files are kept; 0 keeps all.")
  static let maxAgeDays = Key(
    "log.max_age_days", .integer(0...100_000), 30, "How many days former log files are kept; 0 keeps them.")
  static let compressBackups = Key("log.compress_backups", .boolean, false, "Whether former log files are gzipped.")

  static let settings = [
    level.setting, maxSizeMB.setting, maxBackups.setting, maxAgeDays.setting, compressBackups.setting,
  ]
}
