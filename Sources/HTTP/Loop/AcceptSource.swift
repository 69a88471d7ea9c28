import CEvent

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What an `AcceptSource` tells its owner, on the loop's thread.
protocol AcceptSourceDelegate: AnyObject {
  /// A client has connected. The descriptor is non-blocking and belongs to the receiver.
  func didAccept(_ descriptor: Int32, _ peer: Peer)
  /// Accepting failed, most often for want of descriptors.
  func didFailToAccept()
}

/// Accepts the connections of one listening socket. Used on the loop's thread only.
final class AcceptSource {
  let socket: BoundSocket
  fileprivate weak var delegate: (any AcceptSourceDelegate)?
  private let base: EventBase
  private var listener: OpaquePointer?

  init(base: EventBase, socket: BoundSocket, delegate: any AcceptSourceDelegate) {
    self.base = base
    self.socket = socket
    self.delegate = delegate
    let context = Unmanaged.passUnretained(self).toOpaque()
    listener = cevent_listener_new(base.pointer, socket.descriptor, accepted, acceptFailed, context)
  }

  deinit {
    if let listener { cevent_listener_free(listener) }
  }

  func setAccepting(_ accepting: Bool) {
    if let listener { cevent_listener_enable(listener, accepting ? 1 : 0) }
  }

  /// Stops for good and closes the socket.
  func close() {
    guard let listener else { return }
    self.listener = nil
    cevent_listener_free(listener)
    socket.close()
  }
}

private func source(_ context: UnsafeMutableRawPointer) -> AcceptSource {
  Unmanaged<AcceptSource>.fromOpaque(context).takeUnretainedValue()
}

private func accepted(_ descriptor: Int32, _ context: UnsafeMutableRawPointer) {
  guard let delegate = source(context).delegate, let peer = peer(descriptor) else {
    close(descriptor)
    return
  }
  delegate.didAccept(descriptor, peer)
}

private func acceptFailed(_ context: UnsafeMutableRawPointer) {
  source(context).delegate?.didFailToAccept()
}

/// Who has connected; nil when the client is gone already.
private func peer(_ descriptor: Int32) -> Peer? {
  if let local = InternetAddress(localOf: descriptor) {
    guard let remote = InternetAddress(remoteOf: descriptor) else { return nil }
    return .tcp(
      remoteAddress: remote.host, remotePort: remote.port, localAddress: local.host, localPort: local.port)
  }
  var uid: UInt32 = 0
  var pid: Int32 = 0
  guard cevent_peer_credentials(descriptor, &uid, &pid) == 0 else { return nil }
  return .unix(uid: uid, pid: pid)
}
