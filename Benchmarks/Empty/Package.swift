// swift-tools-version: 6.2
import PackageDescription

// The floor of every measurement of a command: a program that does nothing, built like the real one.
let package = Package(name: "Empty", targets: [.executableTarget(name: "Empty")])
