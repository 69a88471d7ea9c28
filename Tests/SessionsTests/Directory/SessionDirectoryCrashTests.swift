import CrashLayer
import Home
import Platform
@testable import Sessions
import Testing

/// The directory of a session is there after a power cut, because its name was synced before the journal in it.
@Suite struct SessionDirectoryCrashTests {
  @Test(arguments: [nil, SyncPoint("session-directory", .directory)])
  func itsNameIsOnDisk(dropped: SyncPoint?) throws {
    let scratch = try ScratchDirectory()
    var base = CrashImage()
    base.directories = ["sessions"]
    let disk = try RecordedDisk(root: scratch.path, base: base, dropping: Set([dropped].compactMap(\.self)))
    defer { disk.finish() }
    let session = SessionID(bytes: [0, 0, 0, 0, 0, 0, 0, 1])
    try SessionEnvironment.makeDirectory(
      of: session, in: HomeDirectory(path: disk.root), through: RecordedFiles(disk))
    let left = disk.recording.last(.nothing, salt: 0)
    #expect(left.directories.contains("sessions/\(session)") == (dropped == nil))
  }
}
