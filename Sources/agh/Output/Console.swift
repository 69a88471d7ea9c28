import Glibc

/// The standard streams of a command, written without buffers so that nothing is lost when the process ends.
struct Console: Sendable {
  /// Nothing more can be written: the reader has gone or the device is full.
  struct Failure: Error {
    let errno: Int32
  }

  private let output: Int32
  private let error: Int32

  /// Writes results to one descriptor and messages to the other.
  init(output: Int32 = 1, error: Int32 = 2) {
    self.output = output
    self.error = error
  }

  /// Whether results go to a terminal.
  var isTerminal: Bool { isatty(output) == 1 }

  /// Whether a person can be asked: the input is a terminal and the messages are seen on one.
  var canAsk: Bool { isatty(0) == 1 && isatty(error) == 1 }

  /// The width of the terminal that results go to, 100 columns elsewhere.
  var width: Int {
    var size = winsize()
    guard ioctl(output, UInt(TIOCGWINSZ), &size) == 0, size.ws_col >= 40 else { return 100 }
    return min(Int(size.ws_col), 120)
  }

  /// Writes a result.
  func print(_ text: String) throws(Failure) {
    try Self.write(text, to: output)
  }

  /// Writes a message. A message that cannot be written is given up: there is nobody left to tell.
  func say(_ text: String) {
    do { try Self.write(text, to: error) } catch {}
  }

  private static func write(_ text: String, to descriptor: Int32) throws(Failure) {
    var text = text
    let failure: Int32 = text.withUTF8 { bytes in
      var written = 0
      while written < bytes.count {
        let count = Glibc.write(descriptor, bytes.baseAddress.map { $0 + written }, bytes.count - written)
        let code = errno
        if count >= 0 {
          written += count
        } else if code != EINTR {
          return code
        }
      }
      return 0
    }
    if failure != 0 { throw Failure(errno: failure) }
  }
}
