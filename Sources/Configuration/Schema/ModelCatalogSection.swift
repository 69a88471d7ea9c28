/// `[model_catalog.sources.models_dev]`
enum ModelCatalogSection {
  static let settings: [Setting] = [
    Setting("model_catalog.sources.models_dev.enabled", .boolean, .boolean(true), .laterSwitch),
    Setting(
      "model_catalog.sources.models_dev.endpoint", .text(.httpURL), .text("https://models.dev/api.json"),
      .laterUnlessCatalog),
    Setting(
      "model_catalog.sources.models_dev.ttl", .positiveDuration, .duration(.seconds(24 * 3600)), .laterUnlessCatalog),
    Setting(
      "model_catalog.sources.models_dev.timeout", .positiveDuration, .duration(.seconds(10)), .laterUnlessCatalog),
  ]
}

extension Setting.Support {
  fileprivate static let laterUnlessCatalog = Setting.Support.later(
    unless: "model_catalog.sources.models_dev.enabled")
}
