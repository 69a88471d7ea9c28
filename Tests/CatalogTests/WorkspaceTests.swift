import Catalog
import Home
import Platform
import Testing

@Suite struct WorkspaceTests {
  let fixture: CatalogFixture
  let catalog: Catalog

  init() async throws {
    fixture = try CatalogFixture()
    catalog = try await fixture.open()
  }

  @Test func aWorkspaceIsFoundByIdNameAndPath() async throws {
    var entry = workspace(1, name: "one")
    entry.additionalDirectories = ["/a \"quoted\" path", "/b"]
    entry.defaultAgent = "general"
    entry.sandboxReference = "box"
    #expect(try await catalog.addWorkspace(entry) == entry)
    #expect(try await catalog.workspace(id: entry.id) == entry)
    #expect(try await catalog.workspace(named: "one") == entry)
    #expect(try await catalog.workspace(at: "/work/1") == entry)
    #expect(try await catalog.workspace(named: "two") == nil)
    #expect(try await catalog.workspaces() == [entry])
  }

  @Test func namesAndPathsAreTakenOnce() async throws {
    let first = try await catalog.addWorkspace(workspace(1, name: "one"))
    let name = await #expect(throws: CatalogError.self) {
      try await catalog.addWorkspace(workspace(2, name: "one"))
    }
    #expect(name == .workspaceNameTaken("one") && name?.code == "workspace_conflict")
    let path = await #expect(throws: CatalogError.self) {
      try await catalog.addWorkspace(workspace(2, name: "two", root: "/work/1"))
    }
    #expect(path == .workspacePathTaken(first))
    #expect(path?.description == "/work/1 is registered already, as \"one\"")
    #expect(try await catalog.workspaces().count == 1)
  }

  @Test func withoutANameItGetsThatOfItsDirectory() async throws {
    var names: [String] = []
    for (number, root) in ["/a/app", "/b/app", "/c/app", "/"].enumerated() {
      names.append(try await catalog.addWorkspace(workspace(number, name: "", root: root)).name)
    }
    #expect(names == ["app", "app-2", "app-3", "workspace"])
    #expect(try await catalog.workspaces().map(\.name) == names)
  }
}
