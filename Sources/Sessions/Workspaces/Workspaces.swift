public import Catalog
import Diagnostics
import Home
public import Platform

/// The workspaces of a home (contract: content §1).
public struct Workspaces: WorkspaceService {
  private let catalog: Catalog
  private let pool: BlockingPool
  private let clock: any Clock
  private let random: any RandomSource

  /// The workspaces that a catalog holds. Files are looked at on `pool`.
  public init(
    catalog: Catalog, pool: BlockingPool, clock: any Clock = SystemClock(), random: any RandomSource = SystemRandom()
  ) {
    self.catalog = catalog
    self.pool = pool
    self.clock = clock
    self.random = random
  }

  /// Registers a directory. See ``WorkspaceService``.
  public func add(root: String, name: String?, additional: [String]) async throws -> WorkspaceRecord {
    let canonical = try await canonicalDirectory(root, field: "root_dir")
    var others: [String] = []
    for directory in additional {
      let other = try await canonicalDirectory(directory, field: "add_dirs entries")
      if other != canonical, !others.contains(other) { others.append(other) }
    }
    let now = clock.now()
    var entry = WorkspaceEntry(
      id: WorkspaceID(bytes: random.bytes(8)), rootDirectory: canonical, name: name ?? "", createdAt: now,
      updatedAt: now)
    entry.additionalDirectories = others
    let stored = try await catalog.addWorkspace(entry)
    try await identify(stored)
    return WorkspaceRecord(stored)
  }

  /// All workspaces by name. See ``WorkspaceService``.
  public func list() async throws -> [WorkspaceRecord] {
    try await catalog.workspaces().map(WorkspaceRecord.init)
  }

  /// One workspace by id, name, or absolute path. See ``WorkspaceService``.
  public func lookup(_ reference: String) async throws -> WorkspaceRecord {
    if let id = WorkspaceID(reference), let entry = try await catalog.workspace(id: id) {
      return WorkspaceRecord(entry)
    }
    if reference.hasPrefix("/") {
      let path = reference
      let canonical = try await pool.run { CanonicalPath.ifPresent(path) } ?? reference
      if let entry = try await catalog.workspace(at: canonical) { return WorkspaceRecord(entry) }
    } else if let entry = try await catalog.workspace(named: reference) {
      return WorkspaceRecord(entry)
    }
    throw AghError(.workspaceNotFound, "there is no workspace \"\(reference)\"")
  }

  /// The workspace of a directory. See ``WorkspaceService``.
  public func resolve(path: String) async throws -> (record: WorkspaceRecord, created: Bool) {
    let canonical = try await canonicalDirectory(path, field: "workspace_path")
    if let entry = try await catalog.workspace(at: canonical) { return (WorkspaceRecord(entry), false) }
    do {
      return (try await add(root: canonical, name: nil, additional: []), true)
    } catch {
      // Somebody else may have registered it in between.
      if let entry = try await catalog.workspace(at: canonical) { return (WorkspaceRecord(entry), false) }
      throw error
    }
  }

  private func canonicalDirectory(_ path: String, field: String) async throws -> String {
    guard path.hasPrefix("/") else {
      throw AghError(.invalidRequest, "\(field) must be an absolute path", next: "send the whole path")
    }
    return try await pool.run { try CanonicalPath.directory(path) }
  }

  /// Writes the workspace's identity file when there is none, so that a lost catalog can be rebuilt from it.
  private func identify(_ entry: WorkspaceEntry) async throws {
    let (clock, random) = (clock, random)
    try await pool.run {
      try WorkspaceIdentity.ensure(in: entry.rootDirectory, workspace: entry, clock: clock, random: random)
    }
  }
}

extension WorkspaceRecord {
  init(_ entry: WorkspaceEntry) {
    self.init(
      id: entry.id, root: entry.rootDirectory, additional: entry.additionalDirectories, name: entry.name,
      defaultAgent: entry.defaultAgent.isEmpty ? nil : entry.defaultAgent, createdAt: entry.createdAt,
      updatedAt: entry.updatedAt)
  }
}
