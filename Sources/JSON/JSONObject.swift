/// The members of a JSON object in the order they were written.
///
/// Keys are compared byte by byte, never by Unicode equivalence. A key stands at most once.
public struct JSONObject: Sendable, Hashable {
  /// A key with its value.
  public struct Member: Sendable, Hashable {
    /// The key, unescaped.
    public var key: String
    /// Its value.
    public var value: JSONValue

    /// Makes a member of its parts.
    public init(key: String, value: JSONValue) {
      self.key = key
      self.value = value
    }

    /// Compares keys byte by byte.
    public static func == (left: Member, right: Member) -> Bool {
      left.key.isExactly(right.key) && left.value == right.value
    }
  }

  /// Every member, in order.
  public private(set) var members: [Member] = []

  /// An object without members.
  public init() {}

  /// Takes members whose keys are known to differ.
  init(unique members: [Member]) {
    self.members = members
  }

  /// The keys, in order.
  public var keys: [String] { members.map(\.key) }

  /// The value of a key. Setting keeps the place of a key that is there, appends a new one, and removes it for nil.
  public subscript(key: String) -> JSONValue? {
    get { members.first { $0.key.isExactly(key) }?.value }
    set {
      let index = members.firstIndex { $0.key.isExactly(key) }
      switch (index, newValue) {
      case (let index?, let value?): members[index].value = value
      case (let index?, nil): members.remove(at: index)
      case (nil, let value?): members.append(Member(key: key, value: value))
      case (nil, nil): break
      }
    }
  }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
  /// Keeps the order of the literal; of a key that stands twice the last value counts.
  public init(dictionaryLiteral elements: (String, JSONValue)...) {
    for (key, value) in elements { self[key] = value }
  }
}

extension String {
  /// Whether both are the same bytes; `==` alone also equates canonically equivalent texts.
  func isExactly(_ other: String) -> Bool {
    self == other && utf8.elementsEqual(other.utf8)
  }
}
