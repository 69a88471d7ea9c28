import Diagnostics
import HTTP

/// Events of the daemon as they arrive.
final class EventStream {
  private let exchange: ClientExchange
  private let reader: SSEReader
  private let lost: ConnectionLost

  /// The events of an answer.
  ///
  /// - Parameter lost: what to throw when the daemon goes away.
  init(_ exchange: ClientExchange, lost: ConnectionLost) {
    self.exchange = exchange
    self.lost = lost
    reader = SSEReader(exchange)
  }

  /// Waits for the next event, or until one of `descriptors` is readable.
  ///
  /// - Throws: `ConnectionLost` when the daemon went away.
  func next(orReadable descriptors: [Int32]) throws -> EventStep {
    exchange.wakeDescriptors = descriptors
    do throws(HTTPClientError) {
      return try reader.next().map { .event($0) } ?? .end
    } catch {
      switch error {
      case .interrupted: return .woken
      case .connectionLost: throw lost
      default: throw AghError(.internalError, "\(error)")
      }
    }
  }
}

/// What waiting for an event came to.
enum EventStep {
  case event(SSEEvent)
  /// A descriptor became readable; events go on.
  case woken
  /// The daemon ended the stream.
  case end
}
