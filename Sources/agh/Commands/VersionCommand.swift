import CBuild
import CommandModel
import Diagnostics
import JSON

/// `agh version`
enum VersionCommand {
  static let command = AghCommand("version", summary: "Show what was built, and when", action: run)

  /// The release of this build.
  static var version: String { String(cString: agh_build_version()) }

  private static func run(_ values: Invocation, _ context: CommandContext) throws -> ExitStatus {
    let commit = String(cString: agh_build_commit())
    let date = String(cString: agh_build_date())
    if context.format == .human {
      try context.console.print("agh \(version)\n")
    } else {
      let toon = ToonBlock.object(
        "version", fields: ["version", "commit", "build_date"], values: [version, commit, date])
      try context.print(
        Document(
          ["Version": .string(version), "Commit": .string(commit), "BuildDate": .string(date)], human: [],
          toon: [toon]))
    }
    return .success
  }
}
