import AgentProcess
import CrashLayer
import Home
import Platform
import Testing

/// A run directory is found after a power cut, because its names were synced before a shim was started in it.
@Suite struct RunDirectoryCrashTests {
  @Test(arguments: [nil, SyncPoint("run-directory", .directory)])
  func itsNamesAreOnDisk(dropped: SyncPoint?) throws {
    let scratch = try ScratchDirectory()
    let disk = try RecordedDisk(root: scratch.path, dropping: Set([dropped].compactMap(\.self)))
    defer { disk.finish() }
    let session = SessionID(bytes: [0, 0, 0, 0, 0, 0, 0, 1])
    let run = HomeDirectory(path: disk.root).run(of: session, Epoch(1))
    try ShimLauncher.prepare(run, layer: RecordedFiles(disk))
    let left = disk.recording.last(.nothing, salt: 0)
    #expect(left.directories.contains("run/\(session)/1") == (dropped == nil))
  }
}
