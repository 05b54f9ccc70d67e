package dev.devtail.router.catalog;

import dev.devtail.router.request.RequestFacts;
import dev.devtail.router.route.Capabilities;
import dev.devtail.router.route.ModelName;
import dev.devtail.router.route.Models;
import dev.devtail.router.usage.Usage;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The models of the providers that are configured. */
public final class ConfiguredModels implements Models {

  /** Whose models have such names. */
  private record Family(Pattern names, String provider) {}

  private static final List<Family> FAMILIES =
      List.of(
          new Family(Pattern.compile("claude.*"), "anthropic"),
          new Family(Pattern.compile("(gpt|chatgpt|codex|o\\d).*"), "openai"),
          new Family(Pattern.compile("gemini.*"), "gemini"),
          new Family(Pattern.compile("deepseek.*"), "deepseek"));

  /** Of an answer, as far as a guess is good enough. */
  private static final int EXPECTED_OUTPUT_TOKENS = 1_000;

  private final Catalog catalog;
  private final List<String> providers;
  private final FirstTokenTimes times;

  /**
   * @param providers by name, in the order of their configuration
   */
  public ConfiguredModels(Catalog catalog, List<String> providers, FirstTokenTimes times) {
    this.catalog = catalog;
    this.providers = List.copyOf(providers);
    this.times = times;
  }

  @Override
  public List<ModelName> known() {
    return providers.stream()
        .flatMap(
            provider ->
                catalog.models(provider).stream().map(model -> new ModelName(provider, model)))
        .toList();
  }

  @Override
  public Capabilities capabilities(ModelName model) {
    return catalog.facts(model).capabilities();
  }

  @Override
  public Optional<BigDecimal> expectedCost(ModelName model, RequestFacts request) {
    long output =
        request.maxOutputTokens() == 0
            ? EXPECTED_OUTPUT_TOKENS
            : Math.min(EXPECTED_OUTPUT_TOKENS, request.maxOutputTokens());
    return catalog
        .facts(model)
        .price()
        .of(new Usage(request.estimatedTokens(), 0, 0, 0, output, 0, 0));
  }

  @Override
  public Optional<Duration> firstToken(ModelName model) {
    return times.of(model);
  }

  /** {@code provider/model}, or {@code provider,model} as users of claude-code-router write it. */
  @Override
  public Optional<ModelName> named(String model) {
    return providers.stream()
        .filter(provider -> model.length() > provider.length() + 1)
        .filter(provider -> model.startsWith(provider + "/") || model.startsWith(provider + ","))
        .map(provider -> new ModelName(provider, model.substring(provider.length() + 1)))
        .findFirst();
  }

  /** What no family claims is asked of the first provider that any name may be of. */
  @Override
  public ModelName asked(String model) {
    Optional<String> family =
        FAMILIES.stream()
            .filter(one -> one.names().matcher(model).matches())
            .map(Family::provider)
            .findFirst();
    Set<String> families = Set.of("anthropic", "openai", "gemini", "deepseek");
    String provider =
        family
            .or(() -> providers.stream().filter(one -> !families.contains(one)).findFirst())
            .or(() -> providers.stream().findFirst())
            .orElse("none");
    return new ModelName(provider, model);
  }
}
