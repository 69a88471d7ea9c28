import API
import HTTP

/// Shows the state of the runtime.
struct StatusRoutes: Sendable {
  let services: ServerServices
  let answers: Answers

  func add(to router: inout Router) {
    router.on(.getStatus) { _ in answers.json(await services.status.status()) }
  }
}
