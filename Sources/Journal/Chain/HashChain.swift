/// The hash of an event over its resolved values and the hash of the event before it.
///
/// Hashed are, each after its length as a little-endian u32: the hash before (32 zero bytes for the first event), then
/// as text journal epoch, sequence, turn (empty for none), type, agent and nanoseconds, then the content. Whoever holds
/// one hash can tell that nothing before it was changed, left out or added.
final class HashChain {
  static let start = [UInt8](repeating: 0, count: SHA256.byteCount)

  private let hasher: SHA256
  private var header: [UInt8] = []

  init() throws {
    hasher = try SHA256()
    header.reserveCapacity(256)
  }

  func hash(
    after previous: [UInt8], epoch: Int64, sequence: Int64, turn: String, type: String, agent: String, time: Int64,
    content: UnsafeRawBufferPointer
  ) throws -> [UInt8] {
    header.removeAll(keepingCapacity: true)
    append(previous)
    append(epoch)
    append(sequence)
    append(turn.utf8)
    append(type.utf8)
    append(agent.utf8)
    append(time)
    appendLength(content.count)
    return try header.withUnsafeBytes { try hasher.hash($0, content) }
  }

  private func append(_ bytes: some Collection<UInt8>) {
    appendLength(bytes.count)
    header.append(contentsOf: bytes)
  }

  private func append(_ number: Int64) {
    append(String(number).utf8)
  }

  private func appendLength(_ count: Int) {
    let length = UInt32(truncatingIfNeeded: count)
    for shift in stride(from: UInt32(0), to: 32, by: 8) {
      header.append(UInt8(truncatingIfNeeded: length >> shift))
    }
  }
}
