/// A route's path: literal segments, captures (`:name`, one non-empty segment) and, at the end only, a wildcard (`**`,
/// one or more segments).
public struct RoutePattern: Sendable, Hashable, CustomStringConvertible {
  enum Component: Sendable, Hashable {
    case literal(String)
    case capture(String)
    case wildcard
  }

  /// The pattern as it was written.
  public let description: String
  let components: [Component]

  /// A pattern that starts with `/`.
  ///
  /// - Throws: `RouterError` when it does not, has an empty segment, a capture without a name, a name used twice or a
  ///   wildcard before its end.
  public init(_ text: String) throws(RouterError) {
    description = text
    guard text.utf8.first == UInt8(ascii: "/") else { throw RouterError("\(text): a pattern starts with /") }
    var components: [Component] = []
    var names: Set<String> = []
    let pieces = text == "/" ? [] : text.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
    for (index, piece) in pieces.enumerated() {
      if piece.isEmpty {
        throw RouterError("\(text): a segment is empty")
      } else if piece == "**" {
        guard index == pieces.count - 1 else { throw RouterError("\(text): ** stands at the end only") }
        components.append(.wildcard)
      } else if piece.first == ":" {
        let name = String(piece.dropFirst())
        guard !name.isEmpty else { throw RouterError("\(text): a capture has no name") }
        guard names.insert(name).inserted else { throw RouterError("\(text): the capture :\(name) occurs twice") }
        components.append(.capture(name))
      } else {
        components.append(.literal(String(piece)))
      }
    }
    self.components = components
  }
}
