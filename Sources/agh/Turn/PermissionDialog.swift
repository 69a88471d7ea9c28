import CommandModel

/// Asks a person on the terminal about one request after the other.
struct PermissionDialog {
  private(set) var pending: [PermissionRequest] = []
  private var typed: [UInt8] = []

  /// The question to show, once it is the turn of a request.
  var question: String? {
    guard let request = pending.first else { return nil }
    let choices = request.keys.map { "\($0.key) = \($0.label)" }.joined(separator: ", ")
    return "Allow \(Printable.quoted(request.subject))? [\(choices)] "
  }

  /// Takes a request, or that it is answered or gone. Returns whether the question to show has changed.
  mutating func take(_ request: PermissionRequest) -> Bool {
    let asked = pending.first
    if request.decision != nil {
      pending.removeAll { $0.id == request.id }
    } else if !request.keys.isEmpty, !pending.contains(where: { $0.id == request.id }) {
      pending.append(request)
    }
    return pending.first != asked
  }

  /// Takes what was typed. Returns the answers that it completes, and whether a line was no answer.
  mutating func type(_ bytes: [UInt8]) -> (answers: [(request: PermissionRequest, decision: String)], isUnclear: Bool) {
    typed += bytes
    var answers: [(PermissionRequest, String)] = []
    var isUnclear = false
    while let end = typed.firstIndex(of: UInt8(ascii: "\n")) {
      let word = String(decoding: typed[..<end], as: UTF8.self).lowercased().filter { !$0.isWhitespace }
      typed.removeFirst(end + 1)
      guard let request = pending.first else { continue }
      if let choice = request.keys.first(where: { $0.key == word || $0.label == word || $0.decision == word }) {
        answers.append((request, choice.decision))
        pending.removeFirst()
      } else {
        isUnclear = true
      }
    }
    return (answers, isUnclear)
  }

  /// Forgets all requests: the turn is over, or nobody can type any more.
  mutating func clear() {
    pending = []
  }
}
