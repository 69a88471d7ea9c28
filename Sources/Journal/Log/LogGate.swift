internal import Platform

/// Decides when the write-ahead log of a journal is copied into its file, and when reads have to wait for that.
///
/// A checkpoint copies no further than the oldest read, and the log begins again at its front only when nobody reads
/// it: under continuous reads it would grow without end, and a checkpoint that waits for readers would hold up the
/// writer. So the log decides. As it grows it is copied without waiting for anybody; above ``Limits/closes`` new reads
/// wait, the last read that still runs is the end of the wait, and one checkpoint then copies everything. The writer
/// goes on all the time. Other programs cannot be made to wait: when one of them holds the log, reads go on as well,
/// and the log grows.
///
/// A value without clock, lock or file; ``ReadGate`` gives it those.
struct LogGate: Sendable {
  /// Sizes of the log in bytes.
  struct Limits: Sendable {
    /// From here on it is copied, one journal at a time.
    var copies = 4 << 20
    /// From here on it is copied also while another journal is.
    var copiesAtOnce = 12 << 20
    /// Above, new reads wait.
    var closes = 16 << 20
    /// Above, new reads are refused instead.
    var refuses = 48 << 20
    /// Above, a log that another program holds is reported.
    var reports = 64 << 20
    /// How long a read may go on while others wait for it.
    var longestRead = Duration.milliseconds(250)

    /// The limits of a journal.
    init() {}
  }

  /// A read that was let in.
  struct Pass: Hashable, Sendable {
    let number: Int
  }

  /// What becomes of a read that wants to begin.
  enum Admission: Equatable, Sendable {
    case admitted(Pass)
    /// Until the gate opens.
    case waits
    /// The log is too long to let it wait.
    case refused
  }

  /// What the writer has to do about its log.
  enum Copying: Equatable, Sendable {
    case nothing
    /// Copy it unless another journal is being copied.
    case whenIdle
    /// Copy it.
    case now
  }

  /// Whether new reads wait.
  private(set) var isClosed = false
  /// The length of the log.
  private(set) var bytes = 0
  /// Another program holds the log: with no read of ours it could not be copied.
  private(set) var isHeld = false

  private let limits: Limits
  private var closesAt: Int
  private var copied = 0
  private var attempted = 0
  /// No read of ours was there when the writer was told to copy, and none has come since.
  private var isUndisturbed = false
  private var reads: [Pass: BootTime] = [:]
  private var passes = 0

  /// An open gate of an empty log.
  init(_ limits: Limits = Limits()) {
    self.limits = limits
    closesAt = limits.closes
  }

  /// The length of a log that another program holds and that has become too long.
  var reportedBytes: Int? { isHeld && bytes > limits.reports ? bytes : nil }

  /// A read wants to begin.
  mutating func admit(at now: BootTime) -> Admission {
    if isClosed { return bytes > limits.refuses ? .refused : .waits }
    passes += 1
    let pass = Pass(number: passes)
    reads[pass] = now
    return .admitted(pass)
  }

  /// A read has ended.
  ///
  /// - Returns: whether the writer can copy the log now, and others wait for that.
  mutating func leave(_ pass: Pass) -> Bool {
    reads[pass] = nil
    return isClosed && reads.isEmpty
  }

  /// Reads that have had their time while others wait for them.
  func overdue(at now: BootTime) -> [Pass] {
    guard isClosed else { return [] }
    return reads.filter { now - $0.value > limits.longestRead }.map(\.key)
  }

  /// The log has this length after a commit.
  mutating func grew(to bytes: Int) -> Copying {
    if bytes < self.bytes { beginAgain() }
    self.bytes = bytes
    if bytes > closesAt { isClosed = true }
    isUndisturbed = isClosed && reads.isEmpty
    if isUndisturbed { return .now }
    guard bytes - max(copied, attempted) >= limits.copies else { return .nothing }
    return bytes - copied >= limits.copiesAtOnce ? .now : .whenIdle
  }

  /// A checkpoint has left this much of the log uncopied.
  ///
  /// - Returns: whether reads that wait can go on.
  mutating func didCopy(leaving rest: Int) -> Bool {
    attempted = bytes
    copied = bytes - rest
    guard isUndisturbed else { return false }
    // What is left is held by another program, and to let our reads wait longer would change nothing.
    isHeld = rest > 0
    isClosed = false
    closesAt = rest > 0 ? bytes + limits.closes : limits.closes
    return true
  }

  /// The checkpoint has failed, for want of room on the disk for example: reads need not wait for that to be over.
  ///
  /// - Returns: whether reads that wait can go on.
  mutating func couldNotCopy() -> Bool {
    guard isUndisturbed else { return false }
    isClosed = false
    closesAt = bytes + limits.closes
    return true
  }

  /// The log has begun again at its front: nobody held it.
  private mutating func beginAgain() {
    copied = 0
    attempted = 0
    isHeld = false
    closesAt = limits.closes
  }
}
