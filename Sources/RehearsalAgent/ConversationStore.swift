import JSON
import Platform

/// Keeps conversations in a directory, one JSON file each, and the number of the last chunk beside it.
///
/// A workspace that cannot be written to is no reason to stop: then nothing is remembered.
struct ConversationStore {
  /// The name of the directory in a session's working directory, when no other was given.
  static let defaultName = ".rehearsal"

  private let given: String?

  init(directory: String?) {
    given = directory
  }

  /// A new name for a conversation.
  static func newID() -> String { "rehearsal-" + Hex.encode(SystemRandom().bytes(8)) }

  /// The conversation of that name; nil when there is none that can be read.
  func load(_ id: String, workingDirectory: String) -> Conversation? {
    guard Self.isID(id), let bytes = Files.read(file(id, workingDirectory)), let json = try? JSONParser.parse(bytes)
    else { return nil }
    return Conversation(json: json).flatMap { $0.id == id ? $0 : nil }
  }

  /// Writes a conversation; answers whether it is on disk.
  func save(_ conversation: Conversation) -> Bool {
    let directory = directory(conversation.workingDirectory)
    guard Files.makeDirectory(directory) else { return false }
    if given == nil { Files.writeIfAbsent(Array("*\n".utf8), to: directory + "/.gitignore") }
    let file = file(conversation.id, conversation.workingDirectory)
    do {
      try AtomicFile.write(conversation.json.serialize(pretty: true), to: file)
      return true
    } catch {
      return false
    }
  }

  /// Where the numbers of a conversation's chunks are kept.
  func counter(_ conversation: Conversation) -> ChunkCounter {
    ChunkCounter(path: directory(conversation.workingDirectory) + "/\(conversation.id).chunks")
  }

  private func directory(_ workingDirectory: String) -> String { given ?? workingDirectory + "/" + Self.defaultName }

  private func file(_ id: String, _ workingDirectory: String) -> String { directory(workingDirectory) + "/\(id).json" }

  /// Only names of our own may become part of a path.
  private static func isID(_ text: String) -> Bool {
    let digits = text.utf8.dropFirst("rehearsal-".utf8.count)
    return text.hasPrefix("rehearsal-") && digits.count == 16
      && digits.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
  }
}
