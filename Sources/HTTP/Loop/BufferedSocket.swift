import CEvent

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What a `BufferedSocket` tells its owner, on the loop's thread.
protocol BufferedSocketDelegate: AnyObject {
  /// Bytes have arrived.
  func socketDidRead()
  /// Everything written so far is with the kernel.
  func socketDidDrain()
  /// The peer has sent its last byte.
  func socketDidReachEnd()
  /// No byte could be written for the stall timeout.
  func socketDidStall()
  /// The connection is broken.
  func socketDidFail()
}

/// A connected socket with a buffer in each direction, driven by an event loop. Used on the loop's thread only.
final class BufferedSocket {
  /// Reading pauses while this many bytes wait to be taken.
  static let inputLimit = 64 * 1024

  fileprivate weak var delegate: (any BufferedSocketDelegate)?
  private let base: EventBase
  private let descriptor: Int32
  private var event: OpaquePointer?
  private var isStarted = false

  /// Takes over a non-blocking descriptor; nil, with the descriptor closed, when memory runs out.
  init?(base: EventBase, descriptor: Int32) {
    self.base = base
    self.descriptor = descriptor
    let options = Int32(BEV_OPT_CLOSE_ON_FREE.rawValue)
    guard let event = bufferevent_socket_new(base.pointer, descriptor, options) else {
      evutil_closesocket(descriptor)
      return nil
    }
    self.event = event
  }

  deinit {
    if let event { bufferevent_free(event) }
  }

  /// Begins to read and to report to the delegate, which is not kept alive. The socket itself lives until `close`.
  func start(_ delegate: any BufferedSocketDelegate, stallTimeout: Duration) {
    guard let event else { return }
    self.delegate = delegate
    isStarted = true
    bufferevent_setcb(event, didRead, didWrite, didHappen, Unmanaged.passRetained(self).toOpaque())
    bufferevent_setwatermark(event, Int16(EV_READ), 0, Self.inputLimit)
    var interval = stallTimeout.timeval
    bufferevent_set_timeouts(event, nil, &interval)
    bufferevent_enable(event, Int16(EV_READ | EV_WRITE))
  }

  /// Bytes that have arrived and were not taken.
  var inputCount: Int { event.map { evbuffer_get_length(bufferevent_get_input($0)) } ?? 0 }

  /// Bytes that were written and are not with the kernel yet.
  var outputCount: Int { event.map { evbuffer_get_length(bufferevent_get_output($0)) } ?? 0 }

  /// Takes all bytes that have arrived.
  func take() -> [UInt8] {
    guard let event, let input = bufferevent_get_input(event) else { return [] }
    return [UInt8](unsafeUninitializedCapacity: evbuffer_get_length(input)) { buffer, count in
      count = max(0, Int(evbuffer_remove(input, buffer.baseAddress, buffer.count)))
    }
  }

  /// Throws away all bytes that have arrived.
  func discardInput() {
    guard let event, let input = bufferevent_get_input(event) else { return }
    evbuffer_drain(input, evbuffer_get_length(input))
  }

  /// Puts bytes at the end of the output.
  func write(_ bytes: [UInt8]) {
    guard let event, !bytes.isEmpty else { return }
    bufferevent_write(event, bytes, bytes.count)
  }

  /// Keeps the kernel's buffer small, so that a client that does not read is noticed, and sends small pieces at once.
  func tuneForStreaming() {
    setOption(descriptor, SOL_SOCKET, SO_SNDBUF, Int32(64 * 1024))
    setOption(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, Int32(1))
  }

  /// Tells the peer that nothing more will come; reading goes on.
  func endOutput() {
    shutdown(descriptor, Int32(SHUT_WR))
  }

  /// Closes the socket. With `discardingOutput`, what the kernel still holds is thrown away and the peer sees a reset.
  func close(discardingOutput: Bool = false) {
    guard let event else { return }
    self.event = nil
    if discardingOutput {
      setOption(descriptor, SOL_SOCKET, SO_LINGER, linger(l_onoff: 1, l_linger: 0))
    }
    bufferevent_free(event)
    if isStarted { Unmanaged.passUnretained(self).release() }
  }
}

private func socket(_ context: UnsafeMutableRawPointer?) -> BufferedSocket? {
  context.map { Unmanaged<BufferedSocket>.fromOpaque($0).takeUnretainedValue() }
}

private func didRead(_ event: OpaquePointer?, _ context: UnsafeMutableRawPointer?) {
  socket(context)?.delegate?.socketDidRead()
}

private func didWrite(_ event: OpaquePointer?, _ context: UnsafeMutableRawPointer?) {
  socket(context)?.delegate?.socketDidDrain()
}

private func didHappen(_ event: OpaquePointer?, _ what: Int16, _ context: UnsafeMutableRawPointer?) {
  guard let delegate = socket(context)?.delegate else { return }
  let what = Int32(what)
  if what & BEV_EVENT_TIMEOUT != 0 {
    delegate.socketDidStall()
  } else if what & BEV_EVENT_EOF != 0, what & BEV_EVENT_ERROR == 0 {
    delegate.socketDidReachEnd()
  } else {
    delegate.socketDidFail()
  }
}
