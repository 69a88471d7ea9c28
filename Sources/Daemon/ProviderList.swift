import API
import Platform
import Providers
import Server
import Synchronization

/// The providers with what is known of their logins, looked up again when somebody asks and the last look was a while
/// ago.
final class ProviderList: ProviderSource {
  private struct Sample {
    var providers: [ProviderPayload]
    var takenAt: BootTime
  }

  private let registry: ProviderRegistry
  private let launches: LaunchPlanner
  private let defaultProvider: String?
  private let pool: BlockingPool
  private let clock: any Clock
  private let sample = Mutex<Sample?>(nil)

  init(
    registry: ProviderRegistry, launches: LaunchPlanner, defaultProvider: String?, pool: BlockingPool,
    clock: any Clock
  ) {
    self.registry = registry
    self.launches = launches
    self.defaultProvider = defaultProvider
    self.pool = pool
    self.clock = clock
  }

  func providers() async throws -> [ProviderPayload] {
    let now = clock.boot()
    if let sample = sample.withLock({ $0 }), now - sample.takenAt < Self.interval { return sample.providers }
    let providers = try await pool.run { [self] in registry.all.map(payload).sorted { $0.name < $1.name } }
    sample.withLock { $0 = Sample(providers: providers, takenAt: now) }
    return providers
  }

  /// A look at some three hundred paths; programs are not installed by the second.
  private static let interval = Duration.seconds(30)

  private func payload(_ provider: Provider) -> ProviderPayload {
    let login = launches.login(of: provider)
    return ProviderPayload(
      name: provider.name, displayName: provider.displayName, isDefault: provider.name == defaultProvider,
      mode: provider.authMode.rawValue, environmentPolicy: provider.environmentPolicy.rawValue,
      homePolicy: provider.homePolicy.rawValue, state: login.state.rawValue, code: login.code, message: login.message,
      statusCommand: provider.authStatusCommand, loginCommand: provider.authLoginCommand)
  }
}
