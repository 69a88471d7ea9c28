internal import CSystem

/// Starting processes, and what the kernel says of them.
enum Processes {
  /// When a process started, in clock ticks since the boot; 0 when it is gone.
  static func startTicks(_ pid: Int32) -> UInt64 {
    let line = Files.read("/proc/" + String(pid) + "/stat", limit: 1024)
    // The name in parentheses may hold anything, so fields count from the last one: the start is the 20th after it.
    guard let end = line.lastIndex(of: 41) else { return 0 }
    var field = 0
    var ticks: UInt64 = 0
    for byte in line[(end + 1)...] {
      if byte == 32 {
        field += 1
      } else if field == 20, (48...57).contains(byte) {
        ticks = ticks &* 10 &+ UInt64(byte - 48)
      }
    }
    return ticks
  }

  /// The result of a start.
  enum Started {
    case running(pid: Int32, startTicks: UInt64)
    case failed(step: Int32, errno: Int32)
  }

  /// Starts a program in a process group of its own, with these standard descriptors.
  static func start(
    _ arguments: [ByteText], in directory: ByteText, environment: [ByteText], input: Int32, output: Int32, error: Int32
  ) -> Started {
    var arguments = CStrings(arguments)
    var environment = CStrings(environment)
    var directory = CStrings([directory])
    defer {
      arguments.free()
      environment.free()
      directory.free()
    }
    guard let place = directory.pointers[0] else { return .failed(step: Int32(CS_START_FORK), errno: ENOMEM) }
    var step: Int32 = 0
    let pid = cs_start_group(&arguments.pointers, &environment.pointers, place, input, output, error, &step)
    guard pid > 0 else { return .failed(step: step, errno: -pid) }
    return .running(pid: pid, startTicks: startTicks(pid))
  }
}

/// A list of C strings with a null pointer at its end.
private struct CStrings {
  var pointers: [UnsafeMutablePointer<CChar>?] = []

  init(_ texts: [ByteText]) {
    for text in texts {
      let copy = UnsafeMutablePointer<CChar>.allocate(capacity: text.bytes.count + 1)
      for (index, byte) in text.bytes.enumerated() { copy[index] = CChar(bitPattern: byte) }
      copy[text.bytes.count] = 0
      pointers.append(copy)
    }
    pointers.append(nil)
  }

  mutating func free() {
    for pointer in pointers { pointer?.deallocate() }
    pointers = []
  }
}
