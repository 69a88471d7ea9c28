internal import CSystem

/// Something that a thread waits for and another one posts.
public struct WakeUp: ~Copyable, Sendable {
  private let file: FileDescriptor

  /// Not posted yet.
  public init() throws(SystemError) {
    file = FileDescriptor(owning: try SystemError.check(cs_wake_make(), "eventfd"))
  }

  /// Can be read once it was posted.
  public var descriptor: Int32 { file.rawValue }

  /// Posts it, from any thread.
  public func post() { _ = cs_wake_post(file.rawValue) }
}
