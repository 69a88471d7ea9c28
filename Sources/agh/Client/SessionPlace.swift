/// Where a session is found: its routes lie below its workspace.
struct SessionPlace: Hashable, Sendable {
  let workspace: String
  let session: String
}
