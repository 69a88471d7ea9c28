import CSystem
public import Diagnostics
public import Home
import Platform

extension LaunchPlan {
  /// Makes the directories that the agent expects, private and below the home. Blocks.
  ///
  /// A link in the place of one of them is refused, so that an agent cannot lead the next one elsewhere.
  ///
  /// - Throws: the error of a home that cannot be written to.
  public func makeDirectories(in home: HomeDirectory) throws(AghError) {
    do throws(SystemError) {
      for directory in directories {
        try Directory.make(directory, mode: 0o700)
        guard try FileStatus.of(directory, following: false).kind == .directory else {
          throw SystemError(operation: "mkdir", path: directory, errno: ELOOP)
        }
      }
    } catch {
      throw AghError(home: home, error)
    }
  }
}
