import CSystem
import Platform
import Testing

@Suite struct DirectoryRootTests {
  let outside: TemporaryDirectory
  let inside: TemporaryDirectory

  init() throws {
    outside = try TemporaryDirectory()
    inside = try TemporaryDirectory()
    try outside.file("secret", "secret")
    try inside.file("plain", "plain")
    try Directory.make(inside("sub"))
    try inside.file("sub/deep", "deep")
  }

  private func read(_ path: String) throws -> String {
    let root = try DirectoryRoot(inside.path)
    let opened = try root.openForReading(path)
    let located = try root.locate(path).open(O_RDONLY)
    let content = try opened.readToEnd()
    #expect(try located.readToEnd() == content, "both ways lead to the same file")
    return String(decoding: content, as: UTF8.self)
  }

  private func refusal(_ path: String) throws -> Int32? {
    let root = try DirectoryRoot(inside.path)
    var errors: [Int32] = []
    do { _ = try root.openForReading(path) } catch { errors.append(error.errno) }
    do { _ = try root.locate(path).open(O_RDONLY) } catch { errors.append(error.errno) }
    #expect(errors.count == 2 && errors[0] == errors[1])
    return errors.first
  }

  @Test(arguments: ["plain", "./plain", "sub/../plain", "sub/.././/plain", "alias", "sub/up", "absolute"])
  func opensWhatLiesInside(path: String) throws {
    inside.link("alias", to: "plain")
    inside.link("sub/up", to: "../plain")
    inside.link("absolute", to: inside("plain"))
    #expect(try read(path) == "plain")
  }

  @Test func opensAbsolutePathsInside() throws {
    #expect(try read(inside("sub/deep")) == "deep")
  }

  @Test(arguments: ["../secret", "sub/../../x", "out", "outdir/secret", "chain", "absolute-out/secret", "sub/updir/x"])
  func refusesWhatLeadsOut(path: String) throws {
    inside.link("out", to: outside("secret"))
    inside.link("outdir", to: "../" + String(outside.path.split(separator: "/").last ?? ""))
    inside.link("chain", to: "out")
    inside.link("absolute-out", to: outside.path)
    inside.link("sub/updir", to: "../..")
    #expect(try refusal(path) == EXDEV)
  }

  @Test func refusesAbsolutePathsOutside() throws {
    #expect(try refusal(outside("secret")) == EXDEV)
    #expect(try refusal(inside.path + "-other/x") == EXDEV)
    #expect(try refusal("/") == EXDEV)
  }

  @Test func refusesLoopsAndZeroBytes() throws {
    inside.link("a", to: "b")
    inside.link("b", to: "a")
    #expect(try refusal("a") == ELOOP)
    #expect(try refusal("plain\u{0}x") == EINVAL)
    #expect(try refusal("plain/x") == ENOTDIR)
    #expect(try refusal("none/x") == ENOENT)
  }

  @Test func takesPathsForBytes() throws {
    // As characters, the slash and the accent would be one, and the name would not be split.
    #expect(try refusal("sub/\u{301}") == ENOENT)
    try inside.file("sub/\u{301}", "accent")
    #expect(try read("sub/\u{301}") == "accent")
  }

  @Test func locatesNewFilesThroughLinks() throws {
    inside.link("later", to: "sub/new")
    let root = try DirectoryRoot(inside.path)
    let place = try root.locate("later")
    #expect(place.name == "new")
    #expect(place.path == "sub/new")
    try place.open(O_WRONLY | O_CREAT | O_EXCL).write(Array("made".utf8))
    #expect(try text(inside("sub/new")) == "made")
  }

  @Test func doesNotFollowALinkThatAppearsLate() throws {
    let root = try DirectoryRoot(inside.path)
    let place = try root.locate("late")
    inside.link("late", to: outside("secret"))
    let error = #expect(throws: SystemError.self) { _ = try place.open(O_RDONLY) }
    #expect(error?.errno == ELOOP)
  }

  @Test func doesNotWaitForAFIFO() throws {
    #expect(cs_fifo(inside("fifo")) == 0)
    let root = try DirectoryRoot(inside.path)
    #expect(try root.openForReading("fifo").status().kind == .other)
  }

  @Test func rootItself() throws {
    let root = try DirectoryRoot(inside.path)
    #expect(try root.locate("sub/..").name == ".")
    #expect(try root.openForReading("").status().kind == .directory)
  }
}
