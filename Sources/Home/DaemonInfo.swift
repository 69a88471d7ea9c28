public import Diagnostics
import JSON
public import Platform

/// `daemon.json`: who the running daemon is and where it listens.
///
/// The first three fields are the contract's; the others let a command find the socket and make sure that the process
/// is the one that wrote the file.
public struct DaemonInfo: Sendable, Hashable {
  /// Its process id.
  public var pid: Int32
  /// The TCP port; 0 when it does not listen on TCP.
  public var port: Int
  /// When it started.
  public var startedAt: WallTime
  /// The host as it is configured.
  public var host: String
  /// The Unix socket, absolute.
  public var socket: String
  /// Which home it is.
  public var homeID: String
  /// Its fencing generation.
  public var generation: UInt64
  /// The boot it runs in.
  public var bootID: String
  /// When its process started, in the kernel's ticks since boot.
  public var startTicks: UInt64
  /// The version of agh.
  public var version: String
  /// The build of agh.
  public var buildID: String

  /// Makes the record of a daemon.
  public init(
    process: ProcessIdentity, port: Int, startedAt: WallTime, host: String, socket: String, homeID: String,
    generation: UInt64, version: String, buildID: String
  ) {
    pid = process.pid
    bootID = process.bootID
    startTicks = process.startTicks
    self.port = port
    self.startedAt = startedAt
    self.host = host
    self.socket = socket
    self.homeID = homeID
    self.generation = generation
    self.version = version
    self.buildID = buildID
  }

  /// The process that wrote the file; it may be gone.
  public var process: ProcessIdentity {
    ProcessIdentity(bootID: bootID, pid: pid, startTicks: startTicks)
  }

  /// The record in a home; nil when there is none, or none that can be read.
  public static func read(_ home: HomeDirectory) -> DaemonInfo? {
    guard let json = JSONFile.read(home.daemonInfo) else { return nil }
    return DaemonInfo(json: json)
  }

  /// Fails with `home_unusable` when a directory lies where the record belongs: it may hold anything, and is not removed.
  public static func checkPlace(_ home: HomeDirectory) throws(AghError) {
    do throws(SystemError) {
      guard try FileStatus.ifPresent(home.daemonInfo, following: false)?.kind == .directory else { return }
      throw .isDirectory("write", home.daemonInfo)
    } catch {
      throw AghError(home: home, error)
    }
  }

  /// Writes the record, on disk when it returns.
  public func write(_ home: HomeDirectory, layer: any FileLayer = SystemFiles()) throws(SystemError) {
    try JSONFile.write(json, to: home.daemonInfo, name: .daemonInfo, layer: layer)
  }

  /// Removes the record; none is fine.
  public static func remove(_ home: HomeDirectory, layer: any FileLayer = SystemFiles()) throws(SystemError) {
    try layer.remove(home.daemonInfo)
    try layer.syncDirectory(home.path, .daemonInfo)
  }

  private var json: JSONValue {
    [
      "pid": .int(pid), "port": .int(port), "started_at": .string(startedAt.rfc3339), "http_host": .string(host),
      "socket": .string(socket), "home_id": .string(homeID), "generation": .int(generation),
      "boot_id": .string(bootID), "start_ticks": .int(startTicks), "version": .string(version),
      "build_id": .string(buildID),
    ]
  }

  private init?(json: JSONValue) {
    guard let pid = json["pid"]?.int, let port = json["port"]?.int,
      let startedAt = json["started_at"]?.string.flatMap(WallTime.init(rfc3339:)),
      let socket = json["socket"]?.string, let homeID = json["home_id"]?.string,
      let generation = json["generation"]?.number.flatMap({ UInt64($0.text) }),
      let bootID = json["boot_id"]?.string, let ticks = json["start_ticks"]?.number.flatMap({ UInt64($0.text) })
    else { return nil }
    self.init(
      process: ProcessIdentity(bootID: bootID, pid: Int32(clamping: pid), startTicks: ticks), port: port,
      startedAt: startedAt, host: json["http_host"]?.string ?? "localhost", socket: socket, homeID: homeID,
      generation: generation, version: json["version"]?.string ?? "", buildID: json["build_id"]?.string ?? "")
  }
}

extension SyncName {
  /// The syncs of `daemon.json`.
  public static let daemonInfo = SyncName("daemon.json")
}
