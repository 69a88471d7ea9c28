import CSystem
import Platform
import Synchronization
import Testing

@Suite struct BlockingPoolTests {
  @Test func runsBesideEachOtherAndPassesErrorsOn() async throws {
    let pool = try BlockingPool(threads: 2, name: "pool")
    let pipe = try FileDescriptor.pipe()
    let reader = pipe.reader.release()
    let writer = pipe.writer.release()
    // The first blocks until the second has run, so both threads are needed.
    async let first = pool.run { try FileDescriptor(owning: reader).read(upTo: 1) }
    async let second: Void = pool.run { try FileDescriptor(owning: writer).write([7]) }
    #expect(try await first == [7])
    try await second
    await #expect(throws: SystemError(operation: "x", errno: EIO)) {
      try await pool.run { throw SystemError(operation: "x", errno: EIO) }
    }
  }

  @Test func spawnThreadIsAlwaysTheSame() async throws {
    let spawner = try SpawnThread()
    let own = try await spawner.run { UInt(cs_thread_token()) }
    for _ in 0..<10 {
      #expect(try await spawner.run { UInt(cs_thread_token()) } == own)
    }
  }
}
