// swift-tools-version: 6.2
import PackageDescription

/// Every Swift target builds in Swift 6 mode with the same upcoming features, and no warning survives.
let swift: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]
let c: [CSetting] = [.treatAllWarnings(as: .error)]
let cxx: [CXXSetting] = [.treatAllWarnings(as: .error)]

/// A value of the build's environment as a C string, for CBuild.
func stamp(_ name: String, otherwise value: String) -> CSetting {
  .define(name, to: "\"\(Context.environment[name] ?? value)\"")
}

func library(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: swift)
}

func tests(_ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = []) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: [.byName(name: name)] + dependencies, resources: resources,
    swiftSettings: swift)
}

let package = Package(
  name: "agh",
  products: [
    .executable(name: "agh", targets: ["agh"]),
    .executable(name: "agh-shim", targets: ["AgentShim"]),
  ],
  targets: [
    // C: system calls that Swift's libc module hides, and libraries of the distribution.
    .target(
      name: "CBuild",
      cSettings: c + [
        stamp("AGH_VERSION", otherwise: "dev"), stamp("AGH_COMMIT", otherwise: "unknown"),
        stamp("AGH_BUILD_DATE", otherwise: "unknown"),
      ]),
    .target(name: "CSystem", cSettings: c),
    .target(name: "CTasks", cSettings: c),
    .target(
      name: "CTOML", cxxSettings: cxx, linkerSettings: [.linkedLibrary("stdc++")]),
    .systemLibrary(name: "CSQLite", providers: [.apt(["libsqlite3-dev"])]),
    .systemLibrary(name: "CCrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
    .target(
      name: "CEvent", cSettings: c,
      linkerSettings: [.linkedLibrary("event_core")]),

    // Libraries that know nothing of agh.
    library("Platform", ["CSystem", "CTasks"]),
    library("SQLite", ["CSQLite", "Platform"]),
    library("JSON"),
    library("HTTP", ["CEvent", "Platform"]),
    library("Spelling"),
    library("CommandModel", ["Spelling"]),
    library("TextFormats", ["CTOML"]),
    library("Diagnostics", ["CSystem", "CZlib", "JSON", "Platform"]),
    library("ACP", ["JSON"]),
    library("ShimProtocol", ["CSystem"]),

    // The product.
    .executableTarget(
      name: "AgentShim", dependencies: ["CBuild", "CSystem"],
      swiftSettings: [
        .treatAllWarnings(as: .error), .enableUpcomingFeature("InternalImportsByDefault"),
        .enableExperimentalFeature("Embedded"),
        .unsafeFlags(["-Osize"], .when(configuration: .release)),
      ],
      linkerSettings: [.unsafeFlags(["-Xclang-linker", "-static"])]),
    library("Home", ["CSystem", "Platform", "JSON", "Diagnostics", "ShimProtocol"]),
    library("Configuration", ["CSystem", "Home", "TextFormats", "Diagnostics", "Platform", "Spelling"]),
    library(
      "Providers", ["CSystem", "Configuration", "Home", "TextFormats", "Diagnostics", "Platform", "Spelling"]),
    library("Journal", ["Home", "SQLite", "CCrypto", "Platform"]),
    library("Catalog", ["Home", "SQLite", "JSON", "Platform"]),
    library("AgentProcess", ["Home", "Platform", "ShimProtocol"]),
    library(
      "Sessions",
      [
        "ACP", "AgentProcess", "CBuild", "Catalog", "Configuration", "Diagnostics", "Home", "JSON", "Journal",
        "Platform", "Providers", "ShimProtocol", "TextFormats",
      ]),
    library("RehearsalAgent", ["ACP", "JSON", "Platform"]),
    library("API", ["Diagnostics", "HTTP", "JSON"]),
    library(
      "Server", ["API", "Diagnostics", "HTTP", "Home", "JSON", "Journal", "Platform", "Sessions"]),
    library(
      "Daemon",
      [
        "API", "Catalog", "Configuration", "Diagnostics", "HTTP", "Home", "JSON", "Platform", "Providers", "Server",
        "Sessions",
      ]),
    .executableTarget(
      name: "agh",
      dependencies: [
        "API", "CBuild", "CommandModel", "Configuration", "Daemon", "Diagnostics", "HTTP", "Home", "JSON",
        "Platform", "RehearsalAgent",
      ],
      swiftSettings: swift),

    // For tests: what a power cut leaves of files and databases.
    .target(
      name: "CCrashLayer", path: "Tests/CCrashLayer", cSettings: c, linkerSettings: [.linkedLibrary("sqlite3")]),
    .target(
      name: "CrashLayer", dependencies: ["CCrashLayer", "Platform", "SQLite"], path: "Tests/CrashLayer",
      swiftSettings: swift),
    // For tests: a journal in memory.
    .target(
      name: "JournalModel", dependencies: ["Home", "Journal"], path: "Tests/JournalModel", swiftSettings: swift),

    tests("Platform", ["CSystem", "CrashLayer"]),
    tests("SQLite"),
    tests("JSON"),
    tests("HTTP", ["Platform"]),
    tests("Spelling"),
    tests("CommandModel"),
    tests("TextFormats"),
    tests("Diagnostics", ["CSystem", "CZlib", "JSON", "Platform"]),
    tests("ACP", ["JSON"]),
    tests("ShimProtocol", ["CSystem", "Platform"]),
    tests("Home", ["CSystem", "CrashLayer", "Diagnostics", "JSON", "Platform"]),
    tests("Configuration", ["Home", "Diagnostics", "Platform", "TextFormats"]),
    tests("Providers", ["CSystem", "Configuration", "Home", "Diagnostics", "Platform", "TextFormats"]),
    tests("Journal", ["CSQLite", "CrashLayer", "Home", "JournalModel", "SQLite", "Platform"]),
    tests("Catalog", ["CrashLayer", "Home", "SQLite", "Platform"]),
    tests("AgentProcess", ["CSystem", "CrashLayer", "Home", "Platform", "ShimProtocol"]),
    tests(
      "Sessions",
      ["ACP", "Catalog", "CrashLayer", "Diagnostics", "JSON", "Journal", "JournalModel", "Home", "Platform"]),
    tests("RehearsalAgent", ["ACP", "JSON", "Platform", "agh"]),
    tests("API", ["Diagnostics", "HTTP", "JSON"]),
    tests("Server", ["API", "Diagnostics", "HTTP", "Home", "JSON", "Journal", "Platform", "Sessions"]),
    .testTarget(
      name: "CLITests", dependencies: ["agh", "CommandModel", "Diagnostics", "HTTP", "Home", "JSON", "Platform"],
      swiftSettings: swift),
    // Fills a home with stopped sessions, for measurements.
    .executableTarget(
      name: "StoredSessions", dependencies: ["Catalog", "Home", "Platform"], path: "Benchmarks/StoredSessions",
      swiftSettings: swift),
    // A daemon reduced to its bytes, killed again and again by the tests of the shim.
    .executableTarget(
      name: "ShimDriver", dependencies: ["AgentProcess", "CSystem", "Home", "Platform", "ShimProtocol"],
      path: "Tests/ShimDriver", swiftSettings: swift),
    .testTarget(
      name: "SystemTests",
      dependencies: [
        "AgentProcess", "Platform", "ShimDriver", "ShimProtocol", "CSystem", "HTTP", "Home", "JSON", "Journal", "agh",
      ],
      swiftSettings: swift),
    // With a link to the harness of the system tests: `make test-agents` runs these, `make test` does not.
    .testTarget(
      name: "AgentTests", dependencies: ["Platform", "CSystem", "HTTP", "Home", "JSON", "Journal", "agh"],
      exclude: ["fake-model.py", "wire-log.py"], swiftSettings: swift),
  ],
  swiftLanguageModes: [.v6],
  cLanguageStandard: .gnu11,
  cxxLanguageStandard: .cxx17
)
