enum ShellWords { static func split(_ text: String) -> [String]? { text.split(separator: " ").map(String.init) } }
