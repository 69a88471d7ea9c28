/// What a daemon that does not answer has left in the home.
enum DaemonRemains {
  /// Prints the record of `daemon.json`, when there is one.
  static func show(_ context: CommandContext) throws {
    let location = try context.location()
    guard let info = location.info else { return }
    let status = location.process == nil ? "not_running" : "not_responding"
    try context.print(DaemonView.one(DaemonView.record(info, status: status), now: context.now))
  }
}
