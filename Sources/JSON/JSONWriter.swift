/// Builds JSON text by appending, without values in between.
///
/// It places the commas; the caller keeps `begin…` and `end…` in pairs and writes a key before each value of an object.
public struct JSONWriter: Sendable {
  /// What was written so far; valid JSON once every container is closed.
  public private(set) var bytes: [UInt8] = []
  private var needsComma = false

  /// An empty writer with room for that many bytes.
  public init(capacity: Int = 256) {
    bytes.reserveCapacity(capacity)
  }

  /// Opens an object.
  public mutating func beginObject() { open(ASCII.openBrace) }

  /// Closes an object.
  public mutating func endObject() { close(ASCII.closeBrace) }

  /// Opens an array.
  public mutating func beginArray() { open(ASCII.openBracket) }

  /// Closes an array.
  public mutating func endArray() { close(ASCII.closeBracket) }

  /// Writes an object with the members that `body` writes.
  public mutating func object<Failure: Error>(
    _ body: (inout JSONWriter) throws(Failure) -> Void
  ) throws(Failure) {
    beginObject()
    try body(&self)
    endObject()
  }

  /// Writes an array with the elements that `body` writes.
  public mutating func array<Failure: Error>(
    _ body: (inout JSONWriter) throws(Failure) -> Void
  ) throws(Failure) {
    beginArray()
    try body(&self)
    endArray()
  }

  /// Writes a key; a value must follow.
  public mutating func key(_ name: String) {
    separate()
    Escaper.append(name, to: &bytes)
    bytes.append(ASCII.colon)
    needsComma = false
  }

  /// Writes a string.
  public mutating func string(_ text: String) {
    separate()
    Escaper.append(text, to: &bytes)
  }

  /// Writes a string of UTF-8; what is not UTF-8 becomes U+FFFD.
  public mutating func string(utf8 text: [UInt8]) {
    separate()
    Escaper.append(text, to: &bytes)
  }

  /// Writes a whole number.
  public mutating func int(_ value: some BinaryInteger) { raw(String(value)) }

  /// Writes a number, `null` when it is not finite.
  public mutating func double(_ value: Double) { raw(JSONNumber(value)?.text ?? "null") }

  /// Writes `true` or `false`.
  public mutating func bool(_ value: Bool) { raw(value ? "true" : "false") }

  /// Writes `null`.
  public mutating func null() { raw("null") }

  /// Writes any value.
  public mutating func value(_ value: JSONValue) {
    separate()
    value.append(to: &bytes, indent: nil)
  }

  /// Writes one value that is JSON text already, byte for byte.
  public mutating func raw(_ json: some Sequence<UInt8>) {
    separate()
    bytes.append(contentsOf: json)
  }

  /// Writes one value that is JSON text already.
  public mutating func raw(_ json: String) { raw(json.utf8) }

  private mutating func separate() {
    if needsComma { bytes.append(ASCII.comma) }
    needsComma = true
  }

  private mutating func open(_ byte: UInt8) {
    separate()
    bytes.append(byte)
    needsComma = false
  }

  private mutating func close(_ byte: UInt8) {
    bytes.append(byte)
    needsComma = true
  }
}

extension JSONWriter {
  /// Writes a member with a string; nothing when it is nil.
  public mutating func field(_ name: String, _ text: String?) {
    guard let text else { return }
    key(name)
    string(text)
  }

  /// Writes a member with a whole number; nothing when it is nil.
  public mutating func field(_ name: String, _ value: (some BinaryInteger)?) {
    guard let value else { return }
    key(name)
    int(value)
  }

  /// Writes a member with a number; nothing when it is nil.
  public mutating func field(_ name: String, _ value: Double?) {
    guard let value else { return }
    key(name)
    double(value)
  }

  /// Writes a member with a truth value; nothing when it is nil.
  public mutating func field(_ name: String, _ value: Bool?) {
    guard let value else { return }
    key(name)
    bool(value)
  }

  /// Writes a member with any value; nothing when it is nil.
  public mutating func field(_ name: String, _ value: JSONValue?) {
    guard let value else { return }
    key(name)
    self.value(value)
  }

  /// Writes a member whose value is JSON text already, byte for byte; nothing when it is nil.
  public mutating func field(_ name: String, raw json: (some Sequence<UInt8>)?) {
    guard let json else { return }
    key(name)
    raw(json)
  }
}
