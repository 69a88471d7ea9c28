/// A decision on a permission request (contract: sessions §16).
enum PermissionDecision: String, Sendable {
  case allowOnce = "allow-once"
  case allowAlways = "allow-always"
  case rejectOnce = "reject-once"
  case rejectAlways = "reject-always"

  var allows: Bool { self == .allowOnce || self == .allowAlways }

  /// The kinds of options that express it, the best first.
  var optionKinds: [String] {
    switch self {
    case .allowOnce: ["allow_once", "allow_always"]
    case .allowAlways: ["allow_always", "allow_once"]
    case .rejectOnce: ["reject_once", "reject_always"]
    case .rejectAlways: ["reject_always", "reject_once"]
    }
  }

  /// The decision that an option of that kind stands for.
  init?(optionKind: String) {
    switch optionKind {
    case "allow_once": self = .allowOnce
    case "allow_always": self = .allowAlways
    case "reject_once": self = .rejectOnce
    case "reject_always": self = .rejectAlways
    default: return nil
    }
  }
}
