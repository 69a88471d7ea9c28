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

  /// A session that was deleted is not back after a power cut, and what is left of it is found.
  @Test(arguments: [nil, SyncPoint("deleted-session", .directory)])
  func aDeletedOneIsGone(dropped: SyncPoint?) throws {
    let scratch = try ScratchDirectory()
    let session = SessionID(bytes: [0, 0, 0, 0, 0, 0, 0, 1])
    var base = CrashImage()
    base.directories = ["sessions", "sessions/\(session)"]
    let disk = try RecordedDisk(root: scratch.path, base: base, dropping: Set([dropped].compactMap(\.self)))
    defer { disk.finish() }
    let deleted = DeletedSessions(HomeDirectory(path: disk.root), files: RecordedFiles(disk))
    try deleted.moveAway(session)
    #expect(try deleted.pending() == [session])
    let left = disk.recording.last(.nothing, salt: 0)
    #expect(left.directories.contains("sessions/\(session)") == (dropped != nil))
    #expect(left.directories.contains("sessions/.deleted/\(session)") == (dropped == nil))
  }
}
