internal import CSystem

/// A directory that paths from outside are confined to, symbolic links and `..` included.
///
/// Each name is resolved from an open directory, so that nothing that is renamed or linked meanwhile can lead out. A link
/// is followed while it stays inside, whether its text is relative or absolute. What would lead out is EXDEV.
public struct DirectoryRoot: ~Copyable, Sendable {
  /// The path that it was opened with.
  public let path: String
  private let root: FileDescriptor
  /// Where it really lies, when the system can say that.
  private let realPath: String?

  /// Opens the directory; links in `path` itself are followed.
  public init(_ path: String) throws(SystemError) {
    self.path = path
    root = try FileDescriptor.directory(path)
    realPath = Self.link(cs_working_directory(), "/proc/self/fd/\(root.rawValue)")
  }

  /// Opens a file below for reading. `path` is relative to the root, or absolute and inside of it.
  ///
  /// Never waits for the other side of a FIFO. What lies there may be a directory or a device: look before reading.
  public func openForReading(_ path: String) throws(SystemError) -> FileDescriptor {
    let relative = try relative(path)
    let flags = O_RDONLY | O_NONBLOCK | O_NOCTTY
    let direct = cs_open_beneath(root.rawValue, relative.isEmpty ? "." : relative, flags, 0)
    switch -direct {
    case ENOSYS, EXDEV, EAGAIN, EPERM, ELOOP:
      // No such call here, or an absolute link, which it refuses even when it stays inside.
      return try locate(path).open(flags)
    default:
      return FileDescriptor(owning: try SystemError.check(direct, "open", path))
    }
  }

  /// Finds the directory that holds what `path` names, and its name there, all links resolved.
  ///
  /// The last component need not exist; a link there is resolved like any other, also one that leads to nothing yet.
  public func locate(_ path: String) throws(SystemError) -> Place {
    var walk = Walk(path: path, root: try root.duplicate(), rest: try relative(path))
    while let name = walk.nextName() {
      if name == ".." {
        try walk.leave()
        continue
      }
      var found = cs_status()
      let result = cs_statat(walk.directory, name, 0, &found)
      if walk.isLast, result == -ENOENT { return try walk.place(name) }
      _ = try SystemError.check(result, "stat", path)
      if found.mode & UInt32(S_IFMT) == UInt32(S_IFLNK) {
        guard let target = Self.link(walk.directory, name) else {
          throw SystemError(operation: "readlink", path: path, errno: EINVAL)
        }
        try walk.follow(target, inside: target.utf8.first == UInt8(ascii: "/") ? try relative(target) : nil)
      } else if walk.isLast {
        return try walk.place(name)
      } else {
        try walk.enter(name)
      }
    }
    return try walk.place(".")
  }

  /// A directory inside the root and a name in it that is no symbolic link, or not there yet.
  public struct Place: ~Copyable, Sendable {
    /// The directory, open.
    public let directory: FileDescriptor
    /// The name in it; `.` when the path names the root itself.
    public let name: String
    /// The path from the root with all links resolved.
    public let path: String

    /// Opens what lies there. A link that has taken its place meanwhile is not followed: ELOOP.
    public func open(_ flags: Int32, mode: UInt32 = 0o600) throws(SystemError) -> FileDescriptor {
      let result = cs_openat(directory.rawValue, name, flags | O_NOFOLLOW, mode)
      return FileDescriptor(owning: try SystemError.check(result, "open", path))
    }
  }

  /// The part of a path below the root: as it is when relative, what follows the root when absolute.
  ///
  /// Paths are bytes: comparing them as text would take two spellings of a letter for the same name.
  private func relative(_ path: String) throws(SystemError) -> String {
    let bytes = path.utf8
    if bytes.contains(0) { throw SystemError(operation: "resolve", path: path, errno: EINVAL) }
    guard bytes.first == UInt8(ascii: "/") else { return path }
    for base in [self.path, realPath] {
      guard let base else { continue }
      let stem = base.utf8.last == UInt8(ascii: "/") ? base.utf8.dropLast() : base.utf8[...]
      guard bytes.starts(with: stem) else { continue }
      let rest = bytes.dropFirst(stem.count)
      if rest.isEmpty { return "" }
      if rest.first == UInt8(ascii: "/") { return String(decoding: rest.dropFirst(), as: UTF8.self) }
    }
    throw SystemError(operation: "resolve", path: path, errno: EXDEV)
  }

  private static func link(_ directory: Int32, _ name: String) -> String? {
    var text = [CChar](repeating: 0, count: 4096)
    let count = cs_readlinkat(directory, name, &text, text.count)
    guard count > 0, count < text.count else { return nil }
    return String(decoding: text[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}

/// A walk from the root by hand, one open directory for each name entered.
private struct Walk: ~Copyable {
  /// Directories stay open so that `..` leads to where the walk came from and not to where that was moved.
  private final class Step {
    let name: String
    let directory: FileDescriptor

    init(_ name: String, _ directory: consuming FileDescriptor) {
      self.name = name
      self.directory = directory
    }
  }

  private let path: String
  private let root: FileDescriptor
  private var steps: [Step] = []
  /// The names still to come, the next one last.
  private var pending: [String]
  private var linksLeft = 40

  init(path: String, root: consuming FileDescriptor, rest: String) {
    self.path = path
    self.root = root
    pending = Self.names(rest)
  }

  var directory: Int32 { steps.last?.directory.rawValue ?? root.rawValue }

  var isLast: Bool { pending.isEmpty }

  mutating func nextName() -> String? { pending.popLast() }

  mutating func leave() throws(SystemError) {
    guard steps.popLast() != nil else { throw failure("resolve", EXDEV) }
  }

  mutating func enter(_ name: String) throws(SystemError) {
    steps.append(Step(name, try FileDescriptor.open(name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW, in: directory)))
  }

  /// Goes on with the text of a link: from the root with `inside` when it is absolute, else from here.
  mutating func follow(_ target: String, inside: String?) throws(SystemError) {
    linksLeft -= 1
    guard linksLeft > 0 else { throw failure("resolve", ELOOP) }
    if inside != nil { steps = [] }
    pending += Self.names(inside ?? target)
  }

  borrowing func place(_ name: String) throws(SystemError) -> DirectoryRoot.Place {
    let open: FileDescriptor
    if let last = steps.last { open = try last.directory.duplicate() } else { open = try root.duplicate() }
    let names = steps.map(\.name) + (name == "." ? [] : [name])
    return DirectoryRoot.Place(directory: open, name: name, path: names.joined(separator: "/"))
  }

  private func failure(_ operation: String, _ errno: Int32) -> SystemError {
    SystemError(operation: operation, path: path, errno: errno)
  }

  private static func names(_ path: String) -> [String] {
    path.utf8.split(separator: UInt8(ascii: "/")).map { String(decoding: $0, as: UTF8.self) }
      .filter { $0 != "." }.reversed()
  }
}
