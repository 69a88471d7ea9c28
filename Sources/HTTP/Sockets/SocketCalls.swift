#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A new stream socket that is not inherited by children, or -1 with errno set.
func makeStreamSocket(_ family: Int32, nonblocking: Bool) -> Int32 {
  let flags = SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | (nonblocking ? SOCK_NONBLOCK.rawValue : 0)
  return socket(family, Int32(flags), 0)
}

/// Sets a socket option of plain type; failures only cost what the option is for.
func setOption<Value: BitwiseCopyable>(_ descriptor: Int32, _ level: Int32, _ name: Int32, _ value: Value) {
  withUnsafeBytes(of: value) { bytes in
    _ = setsockopt(descriptor, level, name, bytes.baseAddress, socklen_t(bytes.count))
  }
}
