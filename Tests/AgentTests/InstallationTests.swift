import Testing

/// Says which agents take part: one that could not be installed here is skipped by name, with the reason.
@Suite("Agents of others that take part", .enabled(if: ForeignAgent.directory != nil, "make test-agents"))
struct InstallationTests {
  @Test("Echo agent of the Python SDK", .installed(.echo))
  func echo() throws { try ForeignAgent.echo.requireInstallation() }

  @Test("fast-agent", .installed(.fastAgent))
  func fastAgent() throws { try ForeignAgent.fastAgent.requireInstallation() }

  @Test("Agentao", .installed(.agentao))
  func agentao() throws { try ForeignAgent.agentao.requireInstallation() }

  @Test("pi agent", .installed(.pi))
  func pi() throws { try ForeignAgent.pi.requireInstallation() }
}

extension Trait where Self == ConditionTrait {
  /// The agent could be installed here.
  fileprivate static func installed(_ agent: ForeignAgent) -> Self {
    .disabled(if: agent.missing != nil, "\(agent.missing ?? "")")
  }
}
