/// `[network]`
enum NetworkSection {
  static let settings: [Setting] = [
    Setting("network.enabled", .boolean, .boolean(true), .laterSwitch),
    Setting("network.default_channel", .text(.channel), .text("default"), .laterUnlessNetwork),
    Setting("network.port", .integer([-1...(-1), 1...65535]), .integer(-1), .laterUnlessNetwork),
    Setting("network.max_payload", .integer(1...2_147_483_647), .integer(1_048_576), .laterUnlessNetwork),
    Setting("network.greet_interval", .integer(1...9_223_372_036), .integer(30), .laterUnlessNetwork),
    Setting("network.max_replay_age", .integer(1...9_223_372_036), .integer(300), .laterUnlessNetwork),
    Setting("network.max_queue_depth", .positive, .integer(100), .laterUnlessNetwork),
  ]
}

extension Setting.Support {
  fileprivate static let laterUnlessNetwork = Setting.Support.later(unless: "network.enabled")
}
