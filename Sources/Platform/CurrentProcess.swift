internal import CSystem

/// This process.
public enum CurrentProcess {
  /// Its number.
  public static var pid: Int32 { cs_process_id() }

  /// How many descriptors it may have open; `Int.max` when nothing limits it.
  public static var descriptorLimit: Int {
    let limit = cs_descriptor_limit()
    return limit < 0 ? .max : Int(clamping: limit)
  }

  /// The number of the user it runs as.
  public static var user: UInt32 { cs_user_id() }

  /// From now on a write to a closed pipe or socket fails with EPIPE, instead of ending the process.
  public static func ignoreBrokenPipes() { cs_ignore_broken_pipes() }

  /// Keeps the memory of a process with many threads together; call it before they start.
  public static func saveMemory() { cs_save_memory() }

  /// Gives back to the system what memory is free. Takes a moment: for the end of large work.
  public static func trimMemory() { cs_trim_memory() }
}
