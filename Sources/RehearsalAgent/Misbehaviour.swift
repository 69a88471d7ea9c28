import Glibc
import Platform

/// What a process can do to those that must live with it.
enum Misbehaviour {
  /// Pays no attention to SIGTERM from now on.
  static func ignoreTermination() { signal(SIGTERM, SIG_IGN) }

  /// Does nothing any more: no line is read, no line is written, and the end of the input is not noticed. SIGTERM works,
  /// and an hour later it is over anyhow.
  static func hang() {
    alarm(3600)
    while true { pause() }
  }

  /// Dies of SIGSEGV, without a core file.
  static func crash() {
    StandardError.say("crashing, as asked")
    var none = rlimit(rlim_cur: 0, rlim_max: 0)
    setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
    signal(SIGSEGV, SIG_DFL)
    kill(getpid(), SIGSEGV)
  }
}
