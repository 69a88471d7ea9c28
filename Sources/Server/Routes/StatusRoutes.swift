import API
import Diagnostics
import HTTP

/// Shows the state of the runtime, its log as it is written, and the providers of agents.
struct StatusRoutes: Sendable {
  let services: ServerServices
  let answers: Answers

  func add(to router: inout Router) {
    router.on(.getStatus) { _ in answers.json(await services.status.status()) }
    router.on(.followLog) { _ in .events(LogStream(services.log.follow(), answers: answers)) }
    router.on(.listProviders) { _ in answers.json(WrappedList("providers", try await services.providers.providers())) }
  }
}
