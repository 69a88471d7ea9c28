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
    let flags = UInt32(LEV_OPT_CLOSE_ON_EXEC)
    listener = evconnlistener_new(base.pointer, accepted, context, flags, 0, socket.descriptor)
    if let listener { evconnlistener_set_error_cb(listener, acceptFailed) }
  }

  deinit {
    if let listener { evconnlistener_free(listener) }
  }

  func setAccepting(_ accepting: Bool) {
    guard let listener else { return }
    if accepting { evconnlistener_enable(listener) } else { evconnlistener_disable(listener) }
  }

  /// Stops for good and closes the socket.
  func close() {
    guard let listener else { return }
    self.listener = nil
    evconnlistener_free(listener)
    socket.close()
  }
}

private func source(_ context: UnsafeMutableRawPointer?) -> AcceptSource? {
  context.map { Unmanaged<AcceptSource>.fromOpaque($0).takeUnretainedValue() }
}

private func accepted(
  _ listener: OpaquePointer?, _ descriptor: Int32, _ address: UnsafeMutablePointer<sockaddr>?,
  _ length: Int32, _ context: UnsafeMutableRawPointer?
) {
  guard let delegate = source(context)?.delegate, let peer = peer(descriptor, address) else {
    evutil_closesocket(descriptor)
    return
  }
  delegate.didAccept(descriptor, peer)
}

private func acceptFailed(_ listener: OpaquePointer?, _ context: UnsafeMutableRawPointer?) {
  source(context)?.delegate?.didFailToAccept()
}

private func peer(_ descriptor: Int32, _ address: UnsafeMutablePointer<sockaddr>?) -> Peer? {
  if let address, let remote = InternetAddress(address) {
    guard let local = InternetAddress(localOf: descriptor) else { return nil }
    return .tcp(
      remoteAddress: remote.host, remotePort: remote.port, localAddress: local.host, localPort: local.port)
  }
  var uid: UInt32 = 0
  var pid: Int32 = 0
  guard cevent_peer_credentials(descriptor, &uid, &pid) == 0 else { return nil }
  return .unix(uid: uid, pid: pid)
}
