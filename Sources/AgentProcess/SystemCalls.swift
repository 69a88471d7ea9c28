import Platform

/// The result of a call that answers a negative error number, as a value or an error.
func checked(_ result: Int32, _ operation: String, _ path: String? = nil) throws(SystemError) -> Int32 {
  guard result >= 0 else { throw SystemError(operation: operation, path: path, errno: -result) }
  return result
}
