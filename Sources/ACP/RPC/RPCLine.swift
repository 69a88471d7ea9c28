public import JSON

/// Makes lines to send. Each is exactly one line, its end included: whatever the parts hold, no other `\n` is in it.
public enum RPCLine {
  /// A call that wants an answer.
  public static func request(id: RPCID, _ method: ACPMethod, _ params: JSONValue) -> [UInt8] {
    line { writer in
      writer.field("id", raw: id.json.utf8)
      writer.field("method", method.rawValue)
      writer.field("params", params)
    }
  }

  /// A call that wants none.
  public static func notification(_ method: ACPMethod, _ params: JSONValue) -> [UInt8] {
    line { writer in
      writer.field("method", method.rawValue)
      writer.field("params", params)
    }
  }

  /// The answer to a call that succeeded.
  public static func result(id: RPCID, _ result: JSONValue) -> [UInt8] {
    line { writer in
      writer.field("id", raw: id.json.utf8)
      writer.field("result", result)
    }
  }

  /// The answer to a call that failed.
  public static func failure(id: RPCID, _ error: RPCError) -> [UInt8] {
    line { writer in
      writer.field("id", raw: id.json.utf8)
      writer.field("error", error.json)
    }
  }

  private static func line(_ body: (inout JSONWriter) -> Void) -> [UInt8] {
    var writer = JSONWriter()
    writer.object { writer in
      writer.field("jsonrpc", "2.0")
      body(&writer)
    }
    return writer.bytes + [UInt8(ascii: "\n")]
  }
}
