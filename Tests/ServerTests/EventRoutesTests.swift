import Platform
import Diagnostics
import HTTP
import Home
import JSON
import Journal
import Sessions
import Testing

@Suite struct EventRoutesTests {
  @Test func listsEverythingPageByPage() async throws {
    let harness = try Harness { $0.events = (1...2000).map { Sample.words($0, "w\($0)") } }
    let answer = try await harness.get(Harness.session + "/events")
    let events = try #require(answer.json["events"]?.array)
    #expect(events.map { $0["sequence"]?.int } == Array(1...2000))
    #expect(events[0]["content"]?["text"]?.string == "w1")
    #expect(events[0]["content"]?["raw"]?["sessionUpdate"]?.string == "agent_message_chunk")
    #expect(harness.sessions.now.calls.count == 5)
    let empty = try await Harness().get(Harness.session + "/events")
    #expect(empty.text == #"{"events":[]}"#)
  }

  @Test func passesOnFilters() async throws {
    let harness = try Harness { $0.events = Sample.turnEvents }
    let target =
      "/events?limit=2&type=done,error&type=usage&agent_name=general&turn_id=\(Sample.turn)&before_sequence=9"
      + "&since=2023-01-01T00:00:00Z&after_sequence=3"
    _ = try await harness.get(Harness.session + target)
    let query = try #require(harness.sessions.now.queried)
    #expect(query.types == [.done, .error, .usage])
    #expect(query.agent == "general")
    #expect(query.turn == Sample.turn)
    #expect(query.limit == 2)
    #expect(query.after == 3)
    #expect(query.before == 9)
    #expect(query.since == 1_672_531_200_000_000_000)
    _ = try await harness.get(
      Harness.session + "/events?limit=1&after_sequence=3", headers: ["Last-Event-ID": "4.1"])
    #expect(harness.sessions.now.queried?.after == 4)
  }

  @Test(arguments: [
    "limit=x", "limit=-1", "limit=10001", "after_sequence=x", "after_sequence=-1", "before_sequence=1.x", "since=x",
    "turn_id=turn-1", "after_sequence=1.2.3",
  ])
  func refusesQueriesThatMakeNoSense(_ query: String) async throws {
    for path in ["/events", "/stream"] {
      let answer = try await Harness().get(Harness.session + path + "?" + query)
      #expect(answer.status == 400, "\(path)")
      #expect(answer.code == "invalid_request", "\(path)")
    }
    let header = try await Harness().get(Harness.session + "/stream", headers: ["Last-Event-ID": "-1"])
    #expect(header.status == 400)
  }

  @Test func showsOneEvent() async throws {
    let harness = try Harness { $0.events = Sample.turnEvents }
    let event = try await harness.get(Harness.session + "/events/5").json["event"]
    #expect(event?["type"]?.string == "done")
    for sequence in ["9", "0", "x"] {
      let answer = try await harness.get(Harness.session + "/events/\(sequence)")
      #expect(answer.status == 404)
      #expect(answer.code == "event_not_found")
    }
  }

  @Test func streamsWithIdAndType() async throws {
    let harness = try Harness { fake in
      fake.events = Sample.turnEvents + [Sample.stopEvent]
      fake.sessions[Sample.sessionID] = Sample.stopped
    }
    let answer = try await harness.get(Harness.session + "/stream?after_sequence=4")
    #expect(answer.headers["Content-Type"] == "text/event-stream")
    #expect(answer.headers["Cache-Control"] == "no-cache")
    #expect(answer.events.map(\.id) == ["5", "6"])
    #expect(answer.events.map(\.event) == ["done", "session_stopped"])
    let last = try JSONParser.parse(try #require(answer.events.last).data)
    #expect(last["sequence"]?.int == 6)
    #expect(last["stop_reason"]?.string == "user_canceled")
    #expect(harness.sessions.now.followed?.after == 4)
  }

  @Test func beginsWithTheNewestWhereOnlyALimitIsGiven() async throws {
    let harness = try Harness { $0.events = Sample.turnEvents }
    #expect(try await harness.get(Harness.session + "/stream?limit=2").events.map(\.id) == ["4", "5"])
    let behind = try await harness.get(Harness.session + "/stream?limit=2", headers: ["Last-Event-ID": "1"])
    #expect(behind.events.map(\.id) == ["2", "3", "4", "5"])
  }

  @Test func endsWithTheStoredStopWhateverTheFilterLeavesOut() async throws {
    let harness = try Harness { fake in
      fake.events = [Sample.turnEvents[4], Sample.stopEvent]
      fake.feed = [[.event(Sample.turnEvents[4])]]
      fake.sessions[Sample.sessionID] = Sample.stopped
    }
    let filtered = try await harness.get(Harness.session + "/stream?type=done").events
    #expect(filtered.map(\.event) == ["done", "session_stopped"])
    #expect(filtered.map(\.id) == ["5", "6"])
    harness.sessions.change { $0.feed = [] }
    let behind = try await harness.get(Harness.session + "/stream", headers: ["Last-Event-ID": "6"]).events
    #expect(behind.map(\.id) == ["6"])
  }

  @Test func tellsAResetAndCarriesTheEpochInCursors() async throws {
    let harness = try Harness { fake in
      fake.feed = [
        [.reset(reason: "journal_epoch_changed", journalEpoch: 1, head: 9)],
        [.event(Sample.event(10, .done, #"{"stop_reason":"end_turn"}"#, epoch: 1))],
      ]
    }
    let events = try await harness.get(Harness.session + "/stream?after_sequence=12").events
    #expect(events[0].event == "reset")
    #expect(events[0].id == nil)
    #expect(events[0].text == #"{"reason":"journal_epoch_changed","journal_epoch":1,"head":9}"#)
    #expect(events[1].id == "10.1")
  }

  @Test func endsWithAnErrorEventWhenReadingFails() async throws {
    let harness = try Harness { fake in
      fake.feed = [[.event(Sample.turnEvents[1])]]
      fake.feedFailure = AghError(.journalFailed, "the disk failed")
    }
    let events = try await harness.get(Harness.session + "/stream").events
    #expect(events.map(\.event) == ["agent_message", "error"])
    #expect(try JSONParser.parse(events[1].data)["code"]?.string == "journal_failed")
  }

  @Test func refersToLargeEvents() async throws {
    let large = Sample.words(7, String(repeating: "x", count: 300 << 10))
    let harness = try Harness { $0.events = [large] }
    let streamed = try await harness.get(Harness.session + "/stream").events
    let value = try JSONParser.parse(try #require(streamed.first).data)
    #expect(value["content"] == .null)
    let href = try #require(value["content_ref"]?["href"]?.string)
    let whole = try await harness.get(href).json["event"]
    #expect(whole?["content"]?["text"]?.string?.utf8.count == 300 << 10)
  }

  @Test func leavesWhatIsNoSecretAsItIs() async throws {
    let usage = #"{"input_tokens":10,"output_tokens":5,"cache_read_tokens":3,"cost_amount":0.01}"#
    let update =
      #"{"sessionUpdate":"never_heard_of","token_count":7,"author":"me","keys":["a"],"n":1.50,"x":{"y":null}}"#
    let harness = try Harness { fake in
      fake.events = [
        Sample.event(1, .system, update), Sample.event(2, .done, #"{"stop_reason":"end_turn","usage":\#(usage)}"#),
      ]
    }
    for path in ["/events", "/stream"] {
      let text = try await harness.get(Harness.session + path).text
      #expect(!text.contains("REDACTED"), "\(path)")
      #expect(text.contains(update), "\(path)")
      #expect(text.contains(#""cache_read_tokens":3"#), "\(path)")
    }
  }

  @Test func takesSecretsOut() async throws {
    let secrets = SecretRegistry()
    secrets.add("hunter2hunter2")
    let harness = try Harness(redactor: Redactor(registry: secrets)) { fake in
      fake.events = [Sample.words(1, "it is hunter2hunter2.")]
      fake.sessions[Sample.sessionID]?.stopDetail = "hunter2hunter2"
    }
    for path in ["", "/events", "/events?limit=1", "/events/1", "/stream"] {
      let answer = try await harness.get(Harness.session + path)
      #expect(!answer.text.contains("hunter2"), "\(path)")
      #expect(answer.text.contains("[REDACTED]"), "\(path)")
    }
  }
}
