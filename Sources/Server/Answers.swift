import API
import Diagnostics
import HTTP
import JSON

/// Makes responses. Nothing leaves without having its secrets taken out.
struct Answers: Sendable {
  let redactor: Redactor

  /// A payload as JSON.
  func json(_ payload: some Payload, status: Int = 200) -> HTTPResponse {
    .json(redactor.redact(payload.json), status: status)
  }

  /// JSON text.
  func json(_ bytes: [UInt8], status: Int = 200) -> HTTPResponse {
    .json(redactor.redact(bytes), status: status)
  }

  /// An event of a stream.
  func redacted(_ event: SSEEvent) -> SSEEvent {
    var event = event
    event.data = redactor.redact(event.data)
    return event
  }

  /// The body of an error: `{"error", "code", "diagnostic"?}`.
  func error(_ error: any Error) -> HTTPResponse {
    let (failure, status, headers) = Self.failure(error)
    var response = HTTPResponse.json(failure.body(redactor: redactor).serialize(), status: status)
    for field in headers.fields { response.headers.add(field.name, field.value) }
    return response
  }

  /// The data of an `error` event in a stream that cannot answer with a status any more.
  func errorData(_ error: any Error) -> [UInt8] {
    Self.failure(error).failure.body(redactor: redactor).serialize()
  }

  private static func failure(_ error: any Error) -> (failure: AghError, status: Int, headers: HTTPHeaders) {
    switch error {
    case let error as any CataloguedError: (error.catalogued, error.catalogued.code.httpStatus, [:])
    case let error as HTTPError: (AghError(code(of: error.kind), error.message), error.status, error.headers)
    default: (AghError(.internalError, "\(error)"), ErrorCode.internalError.httpStatus, [:])
    }
  }

  /// Refusals of the HTTP server under the codes of the catalogue. Those that only a broken client meets share one.
  private static func code(of kind: HTTPError.Kind) -> ErrorCode {
    switch kind {
    case .notFound: .routeNotFound
    case .methodNotAllowed: .methodNotAllowed
    case .bodyTooLarge: .bodyTooLarge
    case .unsupportedMediaType: .unsupportedMediaType
    case .hostNotAllowed: .hostNotAllowed
    case .originNotAllowed: .originNotAllowed
    case .peerNotAllowed: .peerNotAllowed
    case .malformedRequest, .requestTimeout, .expectationFailed, .headTooLarge, .codingNotSupported,
      .versionNotSupported:
      .invalidRequest
    }
  }
}
