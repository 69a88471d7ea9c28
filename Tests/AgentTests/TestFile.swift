/// A program that lies beside these tests.
enum TestFile {
  static func path(_ name: String) -> String {
    "\(#filePath)".split(separator: "/").dropLast().map { "/" + $0 }.joined() + "/" + name
  }
}
