public import JSON

extension Redactor {
  /// The value with every string redacted. A member whose name announces a secret loses its whole value.
  public func redact(_ value: JSONValue) -> JSONValue {
    switch value {
    case .string(let text): .string(redact(text))
    case .array(let elements): .array(elements.map(redact))
    case .object(let object): .object(redact(object))
    default: value
    }
  }

  /// The object with its values redacted.
  public func redact(_ object: JSONObject) -> JSONObject {
    var result = JSONObject()
    for member in object.members {
      result[member.key] =
        SecretNames.announcesSecret(member.key.utf8) && !member.value.isNull
        ? .string(Self.replacement) : redact(member.value)
    }
    return result
  }
}
