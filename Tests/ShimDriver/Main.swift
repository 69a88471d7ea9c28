import AgentProcess
import CSystem
import Home
import Platform
import ShimProtocol

/// A daemon reduced to its bytes, for the kill loop: it feeds a file to an agent and appends what the agent says to
/// another, exactly once, however often it is killed and started again.
///
/// Arguments: the home, the session, the home id, the file of the input, the file of the output, and `stop` or `stay`:
/// whether the agent is to be stopped when all of the input was taken. What it has taken of the
/// output is the length of that file; how far the input is, the shim says.
@main
enum ShimDriver {
  static func main() throws {
    let words = CommandLine.arguments
    guard words.count == 7, let session = SessionID(words[2]) else { exit(2) }
    let run = HomeDirectory(path: words[1]).run(of: session, Epoch(1))
    let input = try FileDescriptor.open(words[4], O_RDONLY).readToEnd(limit: 1 << 30)
    let output = try FileDescriptor.open(words[5], O_WRONLY | O_CREAT | O_APPEND)
    let reader = SpoolReader(directory: run.spool, from: try output.status().size)
    let executor = try PinnedExecutor(name: "driver")
    let driver = Driver(
      input: input, output: output, reader: reader, stops: words[6] == "stop",
      connect: { report in
        ShimConnection(
          run: run, client: ShimConnection.Client(homeID: words[3], generation: 1, build: "test"), on: executor,
          report: report)
      })
    executor.post { driver.connect() }
    while true { pause() }
  }
}

/// Lives on the executor's thread.
private final class Driver: @unchecked Sendable {
  private let input: [UInt8]
  private let output: FileDescriptor
  private let reader: SpoolReader
  private let stops: Bool
  private let makeConnection: (@escaping @Sendable (ShimConnection.Event) -> Void) -> ShimConnection
  private var connection: ShimConnection?

  init(
    input: [UInt8], output: consuming FileDescriptor, reader: SpoolReader, stops: Bool,
    connect: @escaping (@escaping @Sendable (ShimConnection.Event) -> Void) -> ShimConnection
  ) {
    self.input = input
    self.output = output
    self.reader = reader
    self.stops = stops
    makeConnection = connect
  }

  func connect() {
    connection = makeConnection { [self] event in take(event) }
  }

  private func take(_ event: ShimConnection.Event) {
    guard case .said(let said) = event else { exit(3) }
    switch said {
    case .attached, .length, .accepted:
      takeOutput()
      offerInput()
    case .refused: exit(4)
    case .exited:
      takeOutput()
      exit(0)
    case .terminal, .blocked: break
    case .error: exit(6)
    }
  }

  private func takeOutput() {
    do {
      while true {
        let bytes = try reader.read(upTo: 100_000)
        if bytes.isEmpty { break }
        try output.write(bytes)
      }
      // Also what an earlier life took and did not come to acknowledge.
      connection?.acknowledge(reader.position)
    } catch {
      exit(5)
    }
  }

  private func offerInput() {
    guard let connection else { return }
    let position = Int(connection.inputPosition)
    if position == input.count {
      // Everything was taken: the agent may end when it has read it.
      if stops, connection.acceptedPosition == input.count {
        connection.stop(ClientFrame.Stop(inputGrace: 600_000, terminationGrace: 600_000))
      }
      return
    }
    _ = connection.offer(input[position...], at: Int64(position))
  }
}
