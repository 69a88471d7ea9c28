import API
import JSON
import Testing

@Suite struct PayloadTests {
  @Test func wrapsResources() {
    let failure = FailurePayload(kind: "timeout", summary: nil, code: nil)
    #expect(String(decoding: Wrapped("failure", failure).json, as: UTF8.self) == #"{"failure":{"kind":"timeout"}}"#)
    let list = WrappedList("failures", [failure, failure], nextCursor: "c")
    #expect(
      String(decoding: list.json, as: UTF8.self)
        == #"{"failures":[{"kind":"timeout"},{"kind":"timeout"}],"next_cursor":"c"}"#)
    #expect(WrappedList("none", [FailurePayload]()).json == Array(#"{"none":[]}"#.utf8))
  }

  @Test func everyEndpointHasItsOwnRoute() {
    let endpoints = Endpoint.planned + [.listSessions, .createSession, .getSession, .getStatus, .listWorkspaces]
    #expect(Set(endpoints.map(\.description)).count == endpoints.count)
  }
}
