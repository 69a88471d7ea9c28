import Diagnostics
import Testing

@Suite struct RedactorTests {
  private let redactor = Redactor()

  @Test(arguments: [
    ("api_key=abc123", "api_key=[REDACTED]"),
    ("OPENAI_API_KEY=abc123 next", "OPENAI_API_KEY=[REDACTED] next"),
    ("AWS_SECRET_ACCESS_KEY: abc/123+=", "AWS_SECRET_ACCESS_KEY: [REDACTED]"),
    ("GITHUB_TOKEN = abc, other", "GITHUB_TOKEN = [REDACTED], other"),
    ("clientSecret='a b\\'c' rest", "clientSecret='[REDACTED]' rest"),
    ("apikey=x;y", "apikey=[REDACTED];y"), (#"C:\token=abc"#, #"C:\token=[REDACTED]"#),
    (#"C:\utoken=x \user_token=y"#, #"C:\utoken=x \user_token=[REDACTED]"#),
    ("https://h/p?access_token=abc&x=1", "https://h/p?access_token=[REDACTED]&x=1"),
    ("Authorization: Basic dXNlcjpwYXNz\r\nHost: x", "Authorization: [REDACTED]\r\nHost: x"),
    ("proxy-authorization=Digest a b, c", "proxy-authorization=[REDACTED], c"),
    ("curl -H 'Authorization: Bearer abc.def' u", "curl -H 'Authorization: [REDACTED]' u"),
    ("sent bearer  abc.def-1/2=", "sent bearer  [REDACTED]"),
    ("token: Bearer abc", "token: Bearer [REDACTED]"),
    ("run --password hunter2 --verbose", "run --password [REDACTED] --verbose"),
    ("run --token=abc", "run --token=[REDACTED]"),
    ("postgres://me:hunter2@db/x", "postgres://me:[REDACTED]@db/x"),
    ("agh_claim_Ab-1_x!", "[REDACTED]!"),
    ("key sk-abcdefghijklmnop1234 used", "key [REDACTED] used"),
    ("(ghp_abcdefghijklmnopqrstuvwxyz0123456789)", "([REDACTED])"),
    ("AKIAIOSFODNN7EXAMPLE", "[REDACTED]"),
    ("a eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc-_d b", "a [REDACTED] b"),
    (
      "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----",
      "-----BEGIN RSA PRIVATE KEY-----[REDACTED]-----END RSA PRIVATE KEY-----"
    ),
  ])
  func aSecretIsTakenOut(text: String, expected: String) {
    #expect(redactor.redact(text) == expected)
    #expect(redactor.redact(expected) == expected, "redacting twice changes nothing")
  }

  @Test(arguments: [
    "", "max_tokens=4096", "total_tokens: 12", "KEYBOARD=us", "token", "the token is missing", "password:",
    "tokenizer=fast", "risk-assessment-of-everything", "sk-short", "session_id=sess-0123456789abcdef",
    "http://localhost:2123/api", "user@host:path", "idempotency_key_count=3", "AKIA123", "a--b", "12:30:45",
    #"{"token":12,"secret":null,"password":{"a":1},"total_tokens":5}"#, "日本語 key", "-----BEGIN CERTIFICATE-----",
    "mailto:a@b",
  ])
  func innocentTextIsLeftAlone(text: String) {
    #expect(redactor.redact(text) == text)
  }

  @Test(arguments: [
    (#"{"token":"abc","n":1}"#, #"{"token":"[REDACTED]","n":1}"#),
    (#"{"api-key" : "a\"b"}"#, #"{"api-key" : "[REDACTED]"}"#),
    (#"{"error":"invalid token: abc"}"#, #"{"error":"invalid token: [REDACTED]"}"#),
    (#"{"error":"password=\"a b\" is wrong"}"#, #"{"error":"password=\"[REDACTED]\" is wrong"}"#),
    (#"{"m":"{\"secret\":\"x y\"}"}"#, #"{"m":"{\"secret\":\"[REDACTED]\"}"}"#),
    (#"{"m":"authorization: Basic abc"}"#, #"{"m":"authorization: [REDACTED]"}"#),
    (#"{"m":"token=abc\nnext"}"#, #"{"m":"token=[REDACTED]\nnext"}"#),
    (#"{"m":"\ntoken=abc\u0041 \u0009secret=abc"}"#, #"{"m":"\ntoken=[REDACTED]\u0041 \u0009secret=[REDACTED]"}"#),
    (#"{"m":"-----BEGIN PRIVATE KEY-----\nMII","n":1}"#, #"{"m":"-----BEGIN PRIVATE KEY-----[REDACTED]","n":1}"#),
  ])
  func jsonStaysJSON(text: String, expected: String) {
    #expect(redactor.redact(text) == expected)
    #expect(redactor.redact(expected) == expected)
  }

  @Test func knownValuesAreTakenOutWhereverTheyStand() {
    let registry = SecretRegistry()
    let redactor = Redactor(registry: registry)
    registry.add("correct horse")
    registry.add("correct horse battery")
    registry.add("  trimmed-value\n")
    registry.add("short")
    #expect(redactor.redact("xcorrect horse battery, correct horse") == "x[REDACTED], [REDACTED]")
    #expect(redactor.redact("trimmed-value") == "[REDACTED]")
    #expect(redactor.redact("short") == "short")
  }

  @Test func aKnownValueIsFoundAsAJSONStringWritesIt() {
    let registry = SecretRegistry()
    registry.add("pass\"word\\\n1")
    #expect(
      registry.masked(Array(#"{"m":"my pass\"word\\\n1 !"}"#.utf8)) == Array(#"{"m":"my [REDACTED] !"}"#.utf8))
    #expect(registry.masked(Array("nothing".utf8)) == nil)
  }

  @Test func aKnownValueIsForgottenAfterItsLastUse() {
    let registry = SecretRegistry()
    let redactor = Redactor(registry: registry)
    registry.add("canary-value")
    registry.add("canary-value")
    registry.remove("canary-value")
    #expect(redactor.redact("canary-value") == "[REDACTED]")
    registry.remove("canary-value")
    #expect(redactor.redact("canary-value") == "canary-value")
    registry.remove("canary-value")
  }

  @Test(arguments: [
    "GITHUB_TOKEN", "AWS_SECRET_ACCESS_KEY", "OPENAI_API_KEY", "apiKey", "SECRET_NAME", "PGPASSWORD_X_PASSWORD",
    "ENCRYPTION_KEY", "NPM_AUTH", "GOOGLE_APPLICATION_CREDENTIALS", "COOKIE", "PRIVATE_KEY_PEM",
  ])
  func secretVariablesAreKnownByWholeWords(name: String) {
    #expect(SecretNames.isSecretVariable(name))
  }

  @Test(arguments: [
    "PATH", "JAVA_HOME", "SSH_AUTH_SOCK", "XDG_SESSION_ID", "DBUS_SESSION_BUS_ADDRESS", "TOKENIZERS_PARALLELISM",
    "MAX_TOKENS", "GIT_AUTHOR_NAME", "KEYBOARD", "MONKEY", "TOKEN_FILE", "PASSWORD_STORE_DIR", "KEYMAP", "FOO", "",
  ])
  func harmlessVariablesAreKept(name: String) {
    #expect(!SecretNames.isSecretVariable(name))
  }

  @Test func onlyAWholeTokenIsAToken() {
    #expect(TokenShapes.isToken("ghp_abcdefghijklmnopqrstuvwxyz0123456789"))
    #expect(!TokenShapes.isToken("x ghp_abcdefghijklmnopqrstuvwxyz0123456789"))
    #expect(!TokenShapes.isToken("ghp_abcdefghijklmnopqrstuvwxyz0123456789 x"))
    #expect(!TokenShapes.isToken(""))
  }
}
