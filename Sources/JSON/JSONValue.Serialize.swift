extension JSONValue {
  /// The value as JSON text: compact, or with two spaces of indent and one member a line; no line end at the end.
  public func serialize(pretty: Bool = false) -> [UInt8] {
    var output: [UInt8] = []
    append(to: &output, indent: pretty ? 0 : nil)
    return output
  }

  /// The value as compact JSON text.
  public var text: String { String(decoding: serialize(), as: UTF8.self) }

  func append(to output: inout [UInt8], indent: Int?) {
    switch self {
    case .null: output.append(contentsOf: "null".utf8)
    case .bool(let value): output.append(contentsOf: (value ? "true" : "false").utf8)
    case .number(let number): output.append(contentsOf: number.text.utf8)
    case .string(let text): Escaper.append(text, to: &output)
    case .array(let elements):
      Self.append(elements, "[", "]", to: &output, indent: indent) { element, output, indent in
        element.append(to: &output, indent: indent)
      }
    case .object(let object):
      Self.append(object.members, "{", "}", to: &output, indent: indent) { member, output, indent in
        Escaper.append(member.key, to: &output)
        output.append(ASCII.colon)
        if indent != nil { output.append(ASCII.space) }
        member.value.append(to: &output, indent: indent)
      }
    }
  }

  private static func append<Element>(
    _ elements: [Element], _ open: Unicode.Scalar, _ close: Unicode.Scalar, to output: inout [UInt8], indent: Int?,
    each: (Element, inout [UInt8], Int?) -> Void
  ) {
    output.append(UInt8(ascii: open))
    for (index, element) in elements.enumerated() {
      if index > 0 { output.append(ASCII.comma) }
      Layout.newline(indent.map { $0 + 1 }, to: &output)
      each(element, &output, indent.map { $0 + 1 })
    }
    if !elements.isEmpty { Layout.newline(indent, to: &output) }
    output.append(UInt8(ascii: close))
  }
}

/// Line ends and indents of pretty output.
enum Layout {
  /// Begins a line at a depth; nothing when compact.
  static func newline(_ depth: Int?, to output: inout [UInt8]) {
    guard let depth else { return }
    output.append(ASCII.newline)
    output.append(contentsOf: repeatElement(ASCII.space, count: 2 * depth))
  }
}
