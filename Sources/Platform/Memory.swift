internal import CSystem

/// The memory of this process.
public enum Memory {
  /// Gives back to the system what is free. Takes a moment: for the end of large work.
  public static func trim() { cs_trim_memory() }
}
