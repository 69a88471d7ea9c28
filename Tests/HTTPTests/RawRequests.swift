/// Requests as bytes, good and bad ones, and the status codes they must be answered with. They go to `/echo/<word>`,
/// which takes GET, POST and PUT; the system tests put a path of the API in its place.
struct RawRequest: Sendable, CustomStringConvertible {
  let description: String
  let bytes: [UInt8]
  /// One per answer; the connection is closed after the last. 200 means that the handler was reached.
  let statuses: [Int]

  init(_ description: String, _ statuses: [Int], _ text: String, _ more: [UInt8] = []) {
    self.description = description
    self.statuses = statuses
    bytes = Array(text.utf8) + more
  }

  private static let host = "Host: localhost\r\n"
  private static let smuggled = "GET /echo/SMUGGLED HTTP/1.1\r\n\(host)\r\n"

  private static func get(_ target: String) -> String { "GET \(target) HTTP/1.1\r\n\(host)\r\n" }

  private static func fields(_ fields: String) -> String { "GET /echo/x HTTP/1.1\r\n\(host)\(fields)\r\n" }

  private static func post(_ fields: String, _ body: String, version: String = "HTTP/1.1") -> String {
    "POST /echo/x \(version)\r\n\(host)Content-Type: application/json\r\n\(fields)\r\n\(body)"
  }

  private static func chunked(_ body: String) -> String { post("Transfer-Encoding: chunked\r\n", body) }

  static let all: [RawRequest] = lines + targets + headers + lengths + chunks + sequences

  private static let lines = [
    RawRequest("plain", [200], get("/echo/x?q=1")),
    RawRequest("HTTP/1.0", [200], "GET /echo/x HTTP/1.0\r\n\(host)\r\n"),
    RawRequest("HTTP/1.0 without host", [400], "GET /echo/x HTTP/1.0\r\n\r\n"),
    RawRequest("HTTP/0.9", [400], "GET /echo/x\r\n\r\n"),
    RawRequest("HTTP/1.2", [505], "GET /echo/x HTTP/1.2\r\n\(host)\r\n"),
    RawRequest("HTTP/2.0", [505], "GET /echo/x HTTP/2.0\r\n\(host)\r\n"),
    RawRequest("HTTP/2 preface", [505], "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
    RawRequest("HTTP/3.7", [505], "GET /echo/x HTTP/3.7\r\n\(host)\r\n"),
    RawRequest(
      "HTTP/1.0 that keeps the connection", [200], "GET /echo/x HTTP/1.0\r\n\(host)Connection: keep-alive\r\n\r\n"),
    RawRequest("version without dot", [400], "GET /echo/x HTTP/11\r\n\(host)\r\n"),
    RawRequest("lower-case protocol", [400], "GET /echo/x http/1.1\r\n\(host)\r\n"),
    RawRequest("TLS hello", [400], "", [0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc, 3, 3] + [UInt8](repeating: 0, count: 200)),
    RawRequest("lower-case method", [405], "get /echo/x HTTP/1.1\r\n\(host)\r\n"),
    RawRequest("unknown method", [405], "BREW /echo/x HTTP/1.1\r\n\(host)\r\n"),
    RawRequest("TRACE", [405], "TRACE /echo/x HTTP/1.1\r\n\(host)\r\n"),
    RawRequest(
      "unknown method with a body", [405, 404],
      "BREW /echo/x HTTP/1.1\r\n\(host)Content-Length: 5\r\n\r\nhello" + get("/nowhere")),
    RawRequest("unknown method, unknown path", [404], "BREW /nowhere HTTP/1.1\r\n\(host)\r\n"),
    RawRequest("method that is no token", [400], "G@T /echo/x HTTP/1.1\r\n\(host)\r\n"),
    RawRequest("empty lines first", [200], "\r\n\r\n" + get("/echo/x")),
    RawRequest("two spaces", [400], "GET  /echo/x HTTP/1.1\r\n\(host)\r\n"),
    RawRequest("space in target", [400], "GET /echo/x y HTTP/1.1\r\n\(host)\r\n"),
    RawRequest("tabs", [400], "GET\t/echo/x\tHTTP/1.1\r\n\(host)\r\n"),
    RawRequest("bare LF", [400], "GET /echo/x HTTP/1.1\nHost: localhost\n\n"),
    RawRequest("bare LF after the first field", [400], "GET /echo/x HTTP/1.1\r\nHost: localhost\n\r\n"),
  ]

  private static let targets = [
    RawRequest("absolute target", [400], get("http://evil.example/echo/x")),
    RawRequest("CONNECT", [400], "CONNECT evil.example:443 HTTP/1.1\r\n\(host)\r\n"),
    RawRequest("asterisk", [400], "OPTIONS * HTTP/1.1\r\n\(host)\r\n"),
    RawRequest("two slashes", [400], get("//evil.example/echo/x")),
    RawRequest("no slash", [400], get("echo/x")),
    RawRequest("encoded slash", [200], get("/echo/a%2fb")),
    RawRequest("encoded NUL", [400], get("/echo/a%00b")),
    RawRequest("bad escape", [400], get("/echo/a%zz")),
    RawRequest("cut escape", [400], get("/echo/a%4")),
    RawRequest("escape that is not UTF-8", [400], get("/echo/%ff")),
    RawRequest("dot segments", [400], get("/echo/../x")),
    RawRequest("encoded dot segments", [400], get("/echo/%2e%2e/x")),
    RawRequest("text beyond ASCII", [200], get("/echo/é")),
    RawRequest("fragment", [400], get("/echo/x#y")),
    RawRequest("query without value", [200], get("/echo/x?a&b=&=c&&q=1=2")),
    RawRequest("bad escape in query", [400], get("/echo/x?q=%zz")),
    RawRequest("encoded NUL in query", [400], get("/echo/x?q=a%00b")),
    RawRequest("NUL in target", [400], "GET /echo/a\0b HTTP/1.1\r\n\(host)\r\n"),
    RawRequest("line end in query", [200], get("/echo/x?q=%0d%0aSet-Cookie:x")),
    RawRequest("3,000 query items", [200], get("/echo/x?" + (0..<3000).map { "a\($0)=1" }.joined(separator: "&"))),
    RawRequest("long target", [431], get("/echo/" + String(repeating: "a", count: 40_000))),
  ]

  private static let headers = [
    RawRequest("no host", [400], "GET /echo/x HTTP/1.1\r\n\r\n"),
    RawRequest("two hosts", [400], fields("Host: evil.example\r\n")),
    RawRequest("same host twice", [400], fields(host)),
    RawRequest("empty host", [400], "GET /echo/x HTTP/1.1\r\nHost:\r\n\r\n"),
    RawRequest("foreign host", [421], "GET /echo/x HTTP/1.1\r\nHost: evil.example\r\n\r\n"),
    RawRequest("host that begins like ours", [421], "GET /echo/x HTTP/1.1\r\nHost: localhost.evil.example\r\n\r\n"),
    RawRequest("host with user", [421], "GET /echo/x HTTP/1.1\r\nHost: localhost@evil.example\r\n\r\n"),
    RawRequest("host in upper case, with port", [200], "GET /echo/x HTTP/1.1\r\nHost: LOCALHOST:1\r\n\r\n"),
    RawRequest("IPv6 host", [200], "GET /echo/x HTTP/1.1\r\nHost: [::1]:2123\r\n\r\n"),
    RawRequest("NUL in host", [400], "GET /echo/x HTTP/1.1\r\nHost: localhost\0.evil\r\n\r\n"),
    RawRequest("NUL in value", [400], fields("X-A: a\0b\r\n")),
    RawRequest("NUL in name", [400], fields("X-A\0B: v\r\n")),
    RawRequest("bare CR in value", [400], fields("X-A: a\rHost: evil.example\r\n")),
    RawRequest("folded line", [400], fields("X-A: one\r\n two\r\n")),
    RawRequest("folded first line", [400], "GET /echo/x HTTP/1.1\r\n \(host)\r\n"),
    RawRequest("space before colon", [400], fields("X-A : v\r\n")),
    RawRequest("empty name", [400], fields(": v\r\n")),
    RawRequest("no colon", [400], fields("garbage\r\n")),
    RawRequest("64 KB of value", [431], fields("X-A: \(String(repeating: "a", count: 65_536))\r\n")),
    RawRequest("10,000 fields", [431], fields((0..<10_000).map { "X\($0): 1\r\n" }.joined())),
    RawRequest("broken cookie", [200], fields("Cookie: =;;;a=\"b;c=\"; =\"\r\n")),
    RawRequest("200 fields", [431], fields(String(repeating: "a:b\r\n", count: 200))),
    RawRequest("unknown expectation", [417], post("Content-Length: 2\r\nExpect: tea\r\n", "{}")),
    RawRequest("foreign origin", [403], fields("Origin: http://evil.example\r\n")),
    RawRequest("origin with another port", [403], fields("Origin: http://localhost:3000\r\n")),
    RawRequest("opaque origin", [403], fields("Origin: null\r\n")),
    RawRequest("own origin", [200], fields("Origin: http://localhost\r\n")),
    RawRequest("cross-site fetch", [403], fields("Sec-Fetch-Site: cross-site\r\n")),
    RawRequest("same-site fetch", [403], fields("Sec-Fetch-Site: same-site\r\n")),
    RawRequest("same-origin fetch", [200], fields("Sec-Fetch-Site: same-origin\r\n")),
  ]

  private static let lengths = [
    RawRequest("length", [200], post("Content-Length: 2\r\n", "{}")),
    RawRequest(
      "length and coding", [400], post("Content-Length: 6\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n" + smuggled)),
    RawRequest("two lengths", [400], post("Content-Length: 5\r\nContent-Length: 0\r\n", "hello" + smuggled)),
    RawRequest("same length twice", [400], post("Content-Length: 2\r\nContent-Length: 2\r\n", "{}")),
    RawRequest("list of lengths", [400], post("Content-Length: 2, 2\r\n", "{}")),
    RawRequest("negative length", [400], post("Content-Length: -5\r\n", "hello" + smuggled)),
    RawRequest("signed length", [400], post("Content-Length: +5\r\n", "hello" + smuggled)),
    RawRequest("hexadecimal length", [400], post("Content-Length: 0x5\r\n", "hello" + smuggled)),
    RawRequest("length with text", [400], post("Content-Length: 5abc\r\n", "hello" + smuggled)),
    RawRequest("empty length", [400], post("Content-Length:\r\n", smuggled)),
    RawRequest("length of 2^63-1", [413], post("Content-Length: 9223372036854775807\r\n", "hello")),
    RawRequest("length of 2^64+5", [413], post("Content-Length: 18446744073709551621\r\n", "hello" + smuggled)),
    RawRequest("space before colon of length", [400], post("Content-Length : 5\r\n", "hello" + smuggled)),
    RawRequest(
      "body over the limit", [413], post("Content-Length: 5000000\r\n", String(repeating: "a", count: 5_000_000))),
    RawRequest("body on HEAD", [400], "HEAD /echo/x HTTP/1.1\r\n\(host)Content-Length: 5\r\n\r\nhello" + smuggled),
    RawRequest("body on GET", [200], "GET /echo/x HTTP/1.1\r\n\(host)Content-Length: 5\r\n\r\nhello"),
    RawRequest("body cut off", [], post("Content-Length: 50\r\n", "{}")),
    RawRequest(
      "no length, then another request", [200, 200], "POST /echo/x HTTP/1.1\r\n\(host)\r\n" + get("/echo/y")),
    RawRequest("no body", [200], "POST /echo/x HTTP/1.1\r\n\(host)\r\n"),
    RawRequest(
      "form body", [415], "POST /echo/x HTTP/1.1\r\n\(host)Content-Type: text/plain\r\nContent-Length: 2\r\n\r\n{}"),
    RawRequest("body without type", [415], "PUT /echo/x HTTP/1.1\r\n\(host)Content-Length: 2\r\n\r\n{}"),
    RawRequest(
      "type with parameter", [200],
      "POST /echo/x HTTP/1.1\r\n\(host)Content-Type: Application/JSON; charset=utf-8\r\nContent-Length: 2\r\n\r\n{}"),
  ]

  private static let chunks = [
    RawRequest("chunks", [200], chunked("5\r\nhello\r\n0\r\n\r\n")),
    RawRequest(
      "chunks on GET", [200, 200],
      "GET /echo/x HTTP/1.1\r\n\(host)Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n" + get("/echo/y")),
    RawRequest("chunk with extension", [200], chunked("5;a=b\r\nhello\r\n0\r\n\r\n")),
    RawRequest("trailer", [200], chunked("5\r\nhello\r\n0\r\nX-Trailer: t\r\nHost: evil.example\r\n\r\n")),
    RawRequest("broken trailer", [400], chunked("5\r\nhello\r\n0\r\ngarbage\r\n\r\n")),
    RawRequest("endless trailer", [431], chunked("0\r\n" + String(repeating: "X-Trailer: t\r\n", count: 2000))),
    RawRequest("chunk size zz", [400], chunked("zz\r\nhello\r\n0\r\n\r\n" + smuggled)),
    RawRequest("chunk size -1", [400], chunked("-1\r\nhello\r\n0\r\n\r\n" + smuggled)),
    RawRequest("chunk size 0x5", [400], chunked("0x5\r\nhello\r\n0\r\n\r\n" + smuggled)),
    RawRequest("chunk size with space", [400], chunked("5 \r\nhello\r\n0\r\n\r\n" + smuggled)),
    RawRequest("empty chunk size", [400], chunked("\r\nhello\r\n0\r\n\r\n" + smuggled)),
    RawRequest("chunk size 2^64-1", [400], chunked("ffffffffffffffff\r\nhello\r\n0\r\n\r\n" + smuggled)),
    RawRequest("chunk longer than its size", [400], chunked("5\r\nhelloXX5\r\nworld\r\n0\r\n\r\n" + smuggled)),
    RawRequest("chunk lines in LF", [400], chunked("5\nhello\n0\n\n" + smuggled)),
    RawRequest(
      "chunks over the limit", [413],
      chunked(String(repeating: "10000\r\n\(String(repeating: "a", count: 65_536))\r\n", count: 70))),
    RawRequest("coding xchunked", [501], post("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n" + smuggled)),
    RawRequest("coding gzip, chunked", [501], post("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n" + smuggled)),
    RawRequest(
      "two codings", [400],
      post("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n", "0\r\n\r\n" + smuggled)),
    RawRequest(
      "chunks in HTTP/1.0", [400], post("Transfer-Encoding: chunked\r\n", "0\r\n\r\n" + smuggled, version: "HTTP/1.0")),
  ]

  private static let sequences = [
    RawRequest("nothing", [], ""),
    RawRequest("a line end", [], "\r\n"),
    RawRequest("half a head", [], "GET /echo/x HTTP/1.1\r\nHost: loc"),
    RawRequest(
      "three in a row", [200, 200, 200], get("/echo/1") + post("Content-Length: 2\r\n", "{}") + get("/echo/3")),
    RawRequest("error ends the connection", [200, 400], get("/echo/1") + get("echo") + smuggled),
    RawRequest("close ends the connection", [200], fields("Connection: close\r\n") + smuggled),
    RawRequest("close in a list", [200], fields("Connection: x, Close\r\n") + smuggled),
    RawRequest("expectation", [100, 200], post("Content-Length: 2\r\nExpect: 100-continue\r\n", "{}")),
    RawRequest(
      "expectation, body over the limit", [413], post("Content-Length: 5000000\r\nExpect: 100-continue\r\n", "")),
    RawRequest("HEAD", [200], "HEAD /echo/x HTTP/1.1\r\n\(host)\r\n"),
  ]
}
