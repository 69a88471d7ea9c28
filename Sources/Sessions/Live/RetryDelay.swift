/// How long a session waits before it tries again what has failed: 1, 2, 4, then every 5 s.
enum RetryDelay {
  /// - Parameter failures: how often it has failed in a row, 1 or more.
  static func after(_ failures: Int) -> Duration { .seconds(min(5, 1 << min(failures - 1, 3))) }
}
