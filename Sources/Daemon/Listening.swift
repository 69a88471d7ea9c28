import Configuration
import Diagnostics
import HTTP
import Platform

/// Where a daemon listens, and for whom.
struct Listening {
  let configuration: Configuration

  /// The TCP port; 0 when TCP is off.
  var port: Int { configuration.http.isEnabled ? configuration.http.port : 0 }

  /// Whether only this host can reach the TCP listener.
  var isLoopback: Bool {
    let host = configuration.http.host
    return host == "localhost" || host == "::1" || host.hasPrefix("127.")
  }

  var server: ServerConfiguration {
    var listeners: [Listener] = [.unix(path: configuration.daemon.socket)]
    if configuration.http.isEnabled {
      listeners.append(.tcp(host: configuration.http.host, port: UInt16(clamping: configuration.http.port)))
    }
    var server = ServerConfiguration(listeners: listeners)
    server.access.allowedUserIDs = [CurrentProcess.user, 0]
    server.access.allowedHosts.formUnion(configuration.http.allowedHosts.map { $0.lowercased() })
    server.access.allowedHosts.insert(configuration.http.host.lowercased())
    return server
  }

  /// What a listener that could not be opened is told as.
  func error(_ error: ListenError) -> AghError {
    if error.network == "tcp", error.isAddressInUse {
      return AghError(.portInUse, "\(error)")
    }
    return AghError(.listenFailed, "\(error)")
  }
}
