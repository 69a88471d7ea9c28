/// How a command prints its result.
enum OutputFormat: String, CaseIterable, Sendable {
  /// Sections and tables for people.
  case human
  /// One value with an indent of two spaces.
  case json
  /// One compact value a line.
  case jsonl
  /// The token-saving notation of the contract.
  case toon
}
