/// One thing that happened to a recorded disk, in the order of the program.
enum DiskOperation: Sendable {
  /// A name was given to a new file.
  case bind(String, Int)
  /// A directory was made.
  case makeDirectory(String)
  /// A name was taken away.
  case unbind(String)
  /// A file got another name, in place of what had it.
  case rename(String, to: String, Int?)
  /// Bytes were written to a file.
  case write(Int, offset: Int, [UInt8])
  /// A file was cut or extended.
  case truncate(Int, length: Int)
  /// The content of a file is on disk.
  case sync(Int)
  /// The names in a directory are on disk.
  case syncDirectory(String)
  /// The test took note of something.
  case mark(Int)
}
