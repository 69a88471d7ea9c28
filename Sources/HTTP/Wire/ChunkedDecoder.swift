/// Removes the chunked transfer coding. Strict: sizes are hexadecimal digits only, every line ends in CRLF, and trailer
/// fields are checked, bounded and dropped.
struct ChunkedDecoder: Sendable {
  enum Failure: Error {
    case badSize
    case badLineEnd
    case badTrailer
    case trailerTooLong
  }

  private enum State {
    case size
    case data(remaining: Int)
    case dataEnd
    case trailer
    case done
  }

  private var state = State.size
  private var trailerBytes = 0

  /// Whether the last chunk and the trailer have been read.
  var isDone: Bool { if case .done = state { true } else { false } }

  /// Takes from the input what is there and appends the content to the output. The output grows by at most `limit`
  /// bytes; input beyond stays.
  mutating func decode(
    _ input: inout ByteQueue, into output: inout [UInt8], limit: Int
  ) throws(Failure) {
    var room = limit
    while true {
      switch state {
      case .size:
        guard let line = try line(&input) else { return }
        let size = try Self.size(line)
        state = size == 0 ? .trailer : .data(remaining: size)
      case .data(let remaining):
        let taken = min(remaining, input.count, room)
        output.append(contentsOf: input.prefix(taken))
        input.removeFirst(taken)
        room -= taken
        guard taken == remaining else {
          state = .data(remaining: remaining - taken)
          return
        }
        state = .dataEnd
      case .dataEnd:
        guard let line = try line(&input) else { return }
        guard line.isEmpty else { throw .badLineEnd }
        state = .size
      case .trailer:
        guard let line = try line(&input) else { return }
        if line.isEmpty {
          state = .done
        } else {
          trailerBytes += line.count
          guard trailerBytes <= Self.longestTrailer else { throw .trailerTooLong }
          guard FieldSyntax.field(line) != nil else { throw .badTrailer }
        }
      case .done:
        return
      }
    }
  }

  private func line(_ input: inout ByteQueue) throws(Failure) -> ArraySlice<UInt8>? {
    do throws(ByteQueue.LineError) {
      return try input.removeLine(limit: Self.longestTrailer)
    } catch {
      switch error {
      case .badLineEnd: throw .badLineEnd
      case .tooLong: throw .trailerTooLong
      }
    }
  }

  /// The size of `size[;extension]`. Extensions are allowed and mean nothing.
  private static func size(_ line: ArraySlice<UInt8>) throws(Failure) -> Int {
    let digits = line.prefix { $0 != UInt8(ascii: ";") }
    guard !digits.isEmpty, digits.count <= 15, line.allSatisfy({ FieldSyntax.isValueByte($0) }) else {
      throw .badSize
    }
    var size = 0
    for digit in digits {
      guard let value = hexValue(digit) else { throw .badSize }
      size = size << 4 | Int(value)
    }
    return size
  }

  private static let longestTrailer = 8 * 1024
}
