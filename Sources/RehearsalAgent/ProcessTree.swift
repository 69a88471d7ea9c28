import Glibc

/// Processes that outlive their parent unless somebody kills the whole tree. Each ends by itself after ten minutes.
enum ProcessTree {
  /// A process that was started, and what is special about it.
  struct Member {
    var role: String
    var pid: Int32
  }

  /// Starts a child with a child of its own; one in a session of its own that ignores SIGTERM and has a child in yet
  /// another session; and one whose parent exits at once.
  static func start() -> [Member] {
    let plans = [
      ("child", ["/bin/sh", "-c", "sleep 600 & sleep 600"]),
      ("escaped", ["/usr/bin/setsid", "/bin/sh", "-c", "trap '' TERM; setsid sleep 600 & sleep 600"]),
      ("orphan's parent", ["/bin/sh", "-c", "(setsid sleep 600 &)"]),
    ]
    return plans.compactMap { role, words in spawn(words).map { Member(role: role, pid: $0) } }
  }

  /// Starts a command that has neither our input nor our output; nil when that fails.
  private static func spawn(_ words: [String]) -> Int32? {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
    var arguments = words.map { strdup($0) } + [nil]
    defer { arguments.forEach { free($0) } }
    var pid: pid_t = 0
    return posix_spawn(&pid, words[0], &actions, nil, &arguments, environ) == 0 ? pid : nil
  }
}
