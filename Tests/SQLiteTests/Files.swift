import Glibc
import Testing

/// Writes a whole file.
func write(_ bytes: [UInt8], to path: String) throws {
  let file = try #require(fopen(path, "w"))
  #expect(fwrite(bytes, 1, bytes.count, file) == bytes.count)
  #expect(fclose(file) == 0)
}
