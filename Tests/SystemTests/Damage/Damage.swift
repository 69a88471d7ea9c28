import Glibc
import Platform
import Testing

/// What can become of a file or a directory while nobody looks.
enum Damage: String, CaseIterable, CustomTestStringConvertible {
  case zeros, half, empty, garbage, missing
  case directory = "a directory in its place"
  case pipe = "a named pipe in its place"
  case socket = "a socket in its place"
  case danglingLink = "a link to nothing in its place"
  case outsideLink = "a link out of the home in its place"

  var testDescription: String { rawValue }

  /// Does it to what lies at `path`. What is taken away, and what a link leads to, lies below `aside` then.
  func apply(to path: String, aside: String) throws {
    if try FileStatus.of(path).kind == .directory, isOfContent {
      // A directory has no content of its own: it is emptied, or a file lies in its place.
      try move(path, aside)
      return self == .empty ? try Directory.make(path) : try Files.write("no directory", to: path)
    }
    switch self {
    case .zeros: try overwrite(path) { $0.map { _ in 0 } }
    case .half: try FileDescriptor.open(path, O_WRONLY).truncate(to: FileStatus.of(path).size / 2)
    case .garbage: try overwrite(path) { SystemRandom().bytes($0.count) }
    case .empty: try FileDescriptor.open(path, O_WRONLY).truncate(to: 0)
    case .missing: try move(path, aside)
    case .directory:
      try move(path, aside)
      try Directory.make(path)
    case .pipe:
      try move(path, aside)
      try #require(mkfifo(path, 0o600) == 0)
    case .socket:
      try move(path, aside)
      try makeSocket(path)
    case .danglingLink:
      try move(path, aside)
      try #require(symlink(aside + ".nothing", path) == 0)
    case .outsideLink:
      try move(path, aside)
      try #require(symlink(aside, path) == 0)
    }
  }

  /// Whether a file stays a file, with other content.
  var isOfContent: Bool { [.zeros, .half, .empty, .garbage].contains(self) }

  private func move(_ path: String, _ aside: String) throws {
    try #require(rename(path, aside) == 0)
  }

  /// A socket that nobody listens at any more.
  private func makeSocket(_ path: String) throws {
    let descriptor = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let fits = withUnsafeMutableBytes(of: &address.sun_path) { space in
      guard path.utf8.count < space.count else { return false }
      space.copyBytes(from: path.utf8)
      return true
    }
    let bound = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    try #require(fits && bound == 0)
  }

  private func overwrite(_ path: String, _ change: ([UInt8]) -> [UInt8]) throws {
    let bytes = try Files.read(path)
    try FileDescriptor.open(path, O_WRONLY).write(change(bytes), at: 0)
  }
}

/// What lies below a path: kind and content of everything, by name. SQLite's shared memory and a log without content,
/// which it makes for whoever reads, are left out.
struct Fingerprint: Equatable, CustomStringConvertible {
  private(set) var entries: [String: String] = [:]

  init(_ path: String) {
    add(path, as: ".")
  }

  private mutating func add(_ path: String, as name: String) {
    guard !name.hasSuffix("-shm"), let status = try? FileStatus.of(path, following: false) else { return }
    switch status.kind {
    case .file where name.hasSuffix("-wal") && status.size == 0: return
    case .file:
      let bytes = (try? Files.read(path)) ?? []
      let hash = bytes.reduce(into: UInt64(14_695_981_039_346_656_037)) { $0 = ($0 ^ UInt64($1)) &* 1_099_511_628_211 }
      entries[name] = "\(bytes.count) bytes \(hash)"
    case .directory:
      entries[name] = "directory"
      for child in Files.names(path) { add("\(path)/\(child)", as: "\(name)/\(child)") }
    default: entries[name] = "\(status.kind) \(status.identity.inode)"
    }
  }

  /// What differs from `other`, in words.
  func differences(from other: Fingerprint) -> [String] {
    Set(entries.keys).union(other.entries.keys).sorted().compactMap { name in
      entries[name] == other.entries[name]
        ? nil : "\(name): \(other.entries[name] ?? "nothing") -> \(entries[name] ?? "nothing")"
    }
  }

  var description: String {
    entries.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: "\n")
  }
}
