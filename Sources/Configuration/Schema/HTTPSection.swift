/// `[http]`
enum HTTPSection {
  static let enabled = Key(
    "http.enabled", .boolean, true, "Whether the daemon listens on TCP at all; the Unix socket always works.")
  static let host = Key(
    "http.host", .text(.host), "localhost", "Where it listens; \"localhost\" means both loopback addresses.")
  static let port = Key("http.port", .integer(1...65535), 2123, "The TCP port.")
  static let allowedHosts = Key(
    "http.allowed_hosts", .texts(.hostHeader, mayBeEmpty: true), [String](),
    "Names besides the address itself that a reverse proxy may pass on as Host.")

  static let settings = [enabled.setting, host.setting, port.setting, allowedHosts.setting]
}
