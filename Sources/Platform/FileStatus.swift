internal import CSystem

/// What the system knows of a file: where it lies, how large it is, who may use it.
public struct FileStatus: Hashable, Sendable {
  /// The device and the inode on it: together they name the file for as long as it exists.
  public struct Identity: Hashable, Sendable {
    /// The number of the device; it may differ after the next boot.
    public let device: UInt64
    /// The number of the file on its device.
    public let inode: UInt64

    /// Makes the identity of a file known from elsewhere, for example from a record.
    public init(device: UInt64, inode: UInt64) {
      self.device = device
      self.inode = inode
    }
  }

  /// What kind of thing lies at a path.
  public enum Kind: Sendable {
    case file, directory, symbolicLink, socket, other

    /// With its article, for a sentence.
    public var text: String {
      switch self {
      case .file: "a file"
      case .directory: "a directory"
      case .symbolicLink: "a symbolic link"
      case .socket: "a socket"
      case .other: "a pipe or a device"
      }
    }
  }

  /// Which file it is.
  public let identity: Identity
  /// What it is.
  public let kind: Kind
  /// Its length in bytes.
  public let size: Int64
  /// Its permissions, without the bits of the kind.
  public let permissions: UInt32
  /// The number of its owner.
  public let user: UInt32
  /// How many names it has.
  public let links: UInt64
  /// When its content changed last.
  public let modified: WallTime

  /// The status of `path`; a symbolic link as the last component is followed unless `following` is false.
  public static func of(_ path: String, following: Bool = true) throws(SystemError) -> FileStatus {
    var found = cs_status()
    let result = cs_statat(cs_working_directory(), path, following ? 1 : 0, &found)
    _ = try SystemError.check(result, "stat", path)
    return FileStatus(found)
  }

  /// Like ``of(_:following:)``, with nil when nothing lies there.
  public static func ifPresent(_ path: String, following: Bool = true) throws(SystemError) -> FileStatus? {
    do {
      return try of(path, following: following)
    } catch  where error.errno == ENOENT || error.errno == ENOTDIR {
      return nil
    }
  }

  init(_ found: cs_status) {
    identity = Identity(device: found.device, inode: found.inode)
    kind =
      switch found.mode & UInt32(S_IFMT) {
      case UInt32(S_IFREG): .file
      case UInt32(S_IFDIR): .directory
      case UInt32(S_IFLNK): .symbolicLink
      case UInt32(S_IFSOCK): .socket
      default: .other
      }
    size = found.size
    permissions = found.mode & 0o7777
    user = found.user
    links = found.links
    modified = WallTime(nanoseconds: found.modified_ns)
  }
}
