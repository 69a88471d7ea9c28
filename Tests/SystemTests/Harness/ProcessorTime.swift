import Glibc
import Testing

/// Time that a process has spent on a processor, in user and system mode.
enum ProcessorTime {
  static func of(_ pid: Int32) throws -> Duration {
    let line = try Files.text("/proc/\(pid)/stat")
    // The name, in parentheses, may hold spaces; utime and stime are the 12th and 13th field behind it.
    let name = try #require(line.lastIndex(of: ")"))
    let fields = line[name...].split(separator: " ")
    let ticks = try #require(fields.count > 13 ? (Int(fields[12]), Int(fields[13])) : nil)
    let perSecond = sysconf(Int32(_SC_CLK_TCK))
    return try .seconds(#require(ticks.0) + #require(ticks.1)) / perSecond
  }
}
