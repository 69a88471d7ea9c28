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
  private var handle: OpaquePointer?
  private var isStarted = false

  /// Takes over a non-blocking descriptor; nil, with the descriptor closed, when memory runs out.
  init?(base: EventBase, descriptor: Int32) {
    guard let handle = cevent_socket_new(base.pointer, descriptor) else { return nil }
    self.base = base
    self.descriptor = descriptor
    self.handle = handle
  }

  deinit {
    if let handle { cevent_socket_free(handle) }
  }

  /// Begins to read and to report to the delegate, which is not kept alive. The socket itself lives until `close`.
  func start(_ delegate: any BufferedSocketDelegate, stallTimeout: Duration) {
    guard let handle, !isStarted else { return }
    self.delegate = delegate
    isStarted = true
    let actions = cevent_socket_actions(
      did_read: didRead, did_drain: didDrain, did_reach_end: didReachEnd, did_stall: didStall, did_fail: didFail)
    cevent_socket_start(
      handle, actions, Unmanaged.passRetained(self).toOpaque(), Self.inputLimit, stallTimeout.microseconds)
  }

  /// Bytes that have arrived and were not taken.
  var inputCount: Int { handle.map { cevent_socket_input_count($0) } ?? 0 }

  /// Bytes that were written and are not with the kernel yet.
  var outputCount: Int { handle.map { cevent_socket_output_count($0) } ?? 0 }

  /// Takes all bytes that have arrived.
  func take() -> [UInt8] {
    guard let handle else { return [] }
    return [UInt8](unsafeUninitializedCapacity: cevent_socket_input_count(handle)) { buffer, count in
      count = cevent_socket_take(handle, buffer.baseAddress, buffer.count)
    }
  }

  /// Throws away all bytes that have arrived.
  func discardInput() {
    if let handle { cevent_socket_discard_input(handle) }
  }

  /// Puts bytes at the end of the output.
  func write(_ bytes: [UInt8]) {
    if let handle, !bytes.isEmpty { cevent_socket_write(handle, bytes, bytes.count) }
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
    guard let handle else { return }
    self.handle = nil
    if discardingOutput {
      setOption(descriptor, SOL_SOCKET, SO_LINGER, linger(l_onoff: 1, l_linger: 0))
    }
    cevent_socket_free(handle)
    if isStarted { Unmanaged.passUnretained(self).release() }
  }
}

private func delegate(_ context: UnsafeMutableRawPointer) -> (any BufferedSocketDelegate)? {
  Unmanaged<BufferedSocket>.fromOpaque(context).takeUnretainedValue().delegate
}

private func didRead(_ context: UnsafeMutableRawPointer) { delegate(context)?.socketDidRead() }

private func didDrain(_ context: UnsafeMutableRawPointer) { delegate(context)?.socketDidDrain() }

private func didReachEnd(_ context: UnsafeMutableRawPointer) { delegate(context)?.socketDidReachEnd() }

private func didStall(_ context: UnsafeMutableRawPointer) { delegate(context)?.socketDidStall() }

private func didFail(_ context: UnsafeMutableRawPointer) { delegate(context)?.socketDidFail() }
