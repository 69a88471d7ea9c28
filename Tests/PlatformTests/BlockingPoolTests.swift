import CSystem
import Platform
import Testing

@Suite struct BlockingPoolTests {
  @Test func runsBesideEachOtherAndPassesErrorsOn() async throws {
    let pool = try BlockingPool(threads: 2, name: "pool")
    let pipe = try FileDescriptor.pipe()
    let reader = pipe.reader.release()
    let writer = pipe.writer.release()
    // The first blocks until the second has run, so both threads are needed.
    let first = Task { try await pool.run { try FileDescriptor(owning: reader).read(upTo: 1) } }
    try await pool.run { try FileDescriptor(owning: writer).write([7]) }
    #expect(try await first.value == [7])
    await #expect(throws: SystemError(operation: "x", errno: EIO)) {
      try await pool.run { throw SystemError(operation: "x", errno: EIO) }
    }
  }
}
