/// The content of one recorded file: what is on disk for certain, and what was done since.
struct RecordedFile {
  struct Change {
    enum Kind {
      case write(offset: Int, [UInt8])
      case truncate(Int)
    }

    let position: Int
    let kind: Kind
  }

  var synced: [UInt8]
  var pending: [Change] = []

  init(synced: [UInt8]) {
    self.synced = synced
  }

  mutating func sync() {
    for change in pending {
      switch change.kind {
      case .write(let offset, let bytes): Self.put(bytes[...], at: offset, in: &synced)
      case .truncate(let length): Self.setLength(length, of: &synced)
      }
    }
    pending = []
  }

  /// The content after a power cut.
  func content(_ choice: CrashChoice, number: Int) -> [UInt8] {
    var content = synced
    for (index, change) in pending.enumerated() {
      func isKept(_ sector: Int?) -> Bool {
        choice.keeps(change.position, index: index, of: pending.count, file: number, sector: sector)
      }
      switch change.kind {
      case .truncate(let length):
        if isKept(nil) { Self.setLength(length, of: &content) }
      case .write(let offset, let bytes):
        var start = 0
        while start < bytes.count {
          let sector = (offset + start) / CrashReplay.sector
          let end = min(bytes.count, (sector + 1) * CrashReplay.sector - offset)
          if isKept(sector) { Self.put(bytes[start..<end], at: offset + start, in: &content) }
          start = end
        }
      }
    }
    return content
  }

  private static func put(_ bytes: ArraySlice<UInt8>, at offset: Int, in content: inout [UInt8]) {
    if content.count < offset + bytes.count { setLength(offset + bytes.count, of: &content) }
    content.withUnsafeMutableBytes { target in
      bytes.withUnsafeBytes { UnsafeMutableRawBufferPointer(rebasing: target[offset...]).copyMemory(from: $0) }
    }
  }

  private static func setLength(_ length: Int, of content: inout [UInt8]) {
    if content.count > length {
      content.removeLast(content.count - length)
    } else {
      content.append(contentsOf: repeatElement(0, count: length - content.count))
    }
  }
}
