/// The newest of things that are numbered without a gap: those behind `base`, at most so many bytes of them.
public struct RecentTail<Element> {
  /// Older ones, up to this number, are not here.
  public private(set) var base: Int64
  private let limit: Int
  /// Each with how many bytes all took up that were ever added, with it.
  private var elements: [(element: Element, total: Int)] = []
  /// Elements at the front that count as gone; they are removed together.
  private var gone = 0
  /// The bytes of all that were ever added; and of those of them that are gone.
  private var (total, lost) = (0, 0)

  /// Nothing yet, behind this number.
  ///
  /// - Parameter limit: about how many bytes are kept.
  public init(base: Int64, limit: Int) {
    self.base = base
    self.limit = limit
  }

  /// The number of the newest, or the base when there is none.
  public var head: Int64 { base + Int64(elements.count - gone) }

  /// Adds the next one, and lets go of the oldest above the limit.
  ///
  /// - Parameter bytes: what it takes up.
  public mutating func append(_ element: Element, bytes size: Int) {
    total += size
    elements.append((element, total))
    while total - lost > limit, gone < elements.count {
      lost = elements[gone].total
      base += 1
      gone += 1
    }
    if gone > elements.count / 2 {
      elements.removeFirst(gone)
      gone = 0
    }
  }

  /// Lets go of everything: what comes next stands behind this number.
  public mutating func clear(head: Int64) {
    self = RecentTail(base: head, limit: limit)
  }

  /// How many bytes of what is here stand behind a number.
  public func bytes(behind number: Int64) -> Int {
    let index = gone + Int(max(0, number - base)) - 1
    if index < gone { return total - lost }
    return index < elements.count ? total - elements[index].total : 0
  }

  /// Hands out what stands behind a number, in order and as long as `body` answers true; false when some of it is not
  /// here any more.
  public func each(after number: Int64, _ body: (Element) -> Bool) -> Bool {
    guard number >= base else { return false }
    for index in min(gone + Int(number - base), elements.count)..<elements.count {
      guard body(elements[index].element) else { break }
    }
    return true
  }
}

extension RecentTail: Sendable where Element: Sendable {}
