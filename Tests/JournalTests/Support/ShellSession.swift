import Glibc

/// A `sqlite3` shell that stays open.
final class ShellSession {
  private let input: UnsafeMutablePointer<FILE>
  private let output: String
  private var answers = 0
  private var isOpen = true

  init(database: String) throws {
    output = database + "-shell-output"
    guard let pipe = popen("sqlite3 '\(database)' > /dev/null", "we") else { throw SystemFailure(code: errno) }
    input = pipe
    // The file beside the database is not a part of it.
    try ask(".timeout 5000", expectingAnswer: false)
  }

  deinit {
    end()
  }

  /// Sends statements and returns what they print, without the last line end.
  func ask(_ statements: String) throws -> String {
    try ask(statements, expectingAnswer: true)
  }

  /// Closes the shell and waits for its end.
  func end() {
    guard isOpen else { return }
    isOpen = false
    pclose(input)
    for answer in 0...answers { unlink("\(output)-\(answer)") }
  }

  @discardableResult
  private func ask(_ statements: String, expectingAnswer: Bool) throws -> String {
    answers += 1
    let file = "\(output)-\(answers)"
    fputs(".output \(file).part\n\(statements)\n.output /dev/null\n.shell mv '\(file).part' '\(file)'\n", input)
    fflush(input)
    for _ in 0..<3000 {
      if access(file, F_OK) == 0 {
        defer { unlink(file) }
        return String(try run("cat '\(file)'").dropLast())
      }
      usleep(10_000)
    }
    throw SystemFailure(code: ETIMEDOUT)
  }
}
