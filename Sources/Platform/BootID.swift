internal import CSystem

/// The name of the present boot of the machine. Another one means that everything not synced may be gone.
public enum BootID {
  /// Read from the kernel: a UUID that it draws at every boot.
  public static func current() throws(SystemError) -> String {
    let path = "/proc/sys/kernel/random/boot_id"
    let bytes = try FileDescriptor.openForReading(path).read(upTo: 64)
    return String(decoding: bytes.prefix { $0 != 10 }, as: UTF8.self)
  }
}
