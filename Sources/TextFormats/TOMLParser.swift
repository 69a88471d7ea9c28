import CTOML

/// Makes Swift values of what the C parser hands out.
enum TOMLParser {
  static func parse(_ bytes: [UInt8], limits: TOMLDocument.Limits) throws(TOMLSyntaxError) -> TOMLTable {
    var document: OpaquePointer?
    var error = ctoml_error()
    let result = bytes.withUnsafeBytes { buffer in
      // An empty array has no address, and the parser wants one.
      let start = buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
      return withUnsafePointer(to: CChar(0)) { empty in
        ctoml_parse(start ?? empty, buffer.count, limits.bytes, limits.nodes, &document, &error)
      }
    }
    defer { ctoml_free(document) }
    guard result == CTOML_OK, let document else { throw TOMLSyntaxError(error) }
    var count = 0
    let nodes = UnsafeBufferPointer(start: ctoml_nodes(document, &count), count: count)
    return TOMLTree(nodes: nodes).table(at: 0)
  }
}

/// Reads the preorder list of nodes; the nesting is bounded by the parser, so recursion is safe.
private struct TOMLTree {
  let nodes: UnsafeBufferPointer<ctoml_node>

  func table(at index: Int) -> TOMLTable {
    TOMLTable(
      entries: children(of: index).map { child in
        TOMLTable.Entry(
          key: String(nodes[child].key), keyRange: range(nodes[child].key_span), item: item(at: child))
      })
  }

  private func item(at index: Int) -> TOMLItem {
    TOMLItem(value: value(at: index), range: range(nodes[index].span))
  }

  private func value(at index: Int) -> TOMLValue {
    let node = nodes[index]
    switch node.kind {
    case CTOML_TABLE: return .table(table(at: index))
    case CTOML_ARRAY: return .array(children(of: index).map(item(at:)))
    case CTOML_INTEGER: return .integer(node.integer)
    case CTOML_FLOAT: return .float(node.floating)
    case CTOML_BOOLEAN: return .boolean(node.integer != 0)
    case CTOML_DATE: return .temporal(String(node.text), .date)
    case CTOML_TIME: return .temporal(String(node.text), .time)
    case CTOML_DATE_TIME: return .temporal(String(node.text), .dateTime)
    default: return .string(String(node.text))
    }
  }

  private func children(of index: Int) -> [Int] {
    var found: [Int] = []
    found.reserveCapacity(nodes[index].child_count)
    var next = index + 1
    while next < nodes[index].end {
      found.append(next)
      next = nodes[next].end
    }
    return found
  }

  private func range(_ span: ctoml_span) -> Range<TextPosition> {
    let begin = TextPosition(span.begin)
    // The parser gives no end to what it made without a text of its own, such as the table of `a` in `a.b = 1`.
    return begin..<max(begin, TextPosition(span.end))
  }
}

extension TextPosition {
  fileprivate init(_ position: ctoml_position) {
    self.init(line: Int(position.line), column: Int(position.column), offset: position.offset)
  }
}

extension String {
  fileprivate init(_ text: ctoml_text) {
    let bytes = UnsafeRawBufferPointer(start: text.bytes, count: text.count)
    self.init(decoding: bytes, as: UTF8.self)
  }
}

extension TOMLSyntaxError {
  fileprivate init(_ error: ctoml_error) {
    let text = withUnsafeBytes(of: error.message) { buffer in
      String(decoding: buffer.prefix { $0 != 0 }, as: UTF8.self)
    }
    self.init(message: text, position: error.position.line == 0 ? nil : TextPosition(error.position))
  }
}
