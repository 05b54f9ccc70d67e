package dev.devtail.router.provider;

import dev.devtail.router.protocol.ProviderProtocol;
import java.util.List;
import java.util.Optional;

/** Providers whose addresses need not be configured. */
public final class WellKnownProviders {

  /**
   * @param baseUrl what the protocol's paths are put behind
   * @param keyVariable the environment variable that holds a key, by custom
   */
  public record WellKnown(
      String name, ProviderProtocol protocol, String baseUrl, String keyVariable) {}

  private static final List<WellKnown> ALL =
      List.of(
          new WellKnown(
              "anthropic",
              ProviderProtocol.ANTHROPIC,
              "https://api.anthropic.com",
              "ANTHROPIC_API_KEY"),
          new WellKnown(
              "openai", ProviderProtocol.OPENAI, "https://api.openai.com/v1", "OPENAI_API_KEY"),
          new WellKnown(
              "gemini",
              ProviderProtocol.GEMINI,
              "https://generativelanguage.googleapis.com",
              "GEMINI_API_KEY"),
          new WellKnown(
              "deepseek",
              ProviderProtocol.OPENAI,
              "https://api.deepseek.com/v1",
              "DEEPSEEK_API_KEY"),
          new WellKnown(
              "openrouter",
              ProviderProtocol.OPENAI,
              "https://openrouter.ai/api/v1",
              "OPENROUTER_API_KEY"),
          new WellKnown("ollama", ProviderProtocol.OLLAMA, "http://127.0.0.1:11434", ""));

  private WellKnownProviders() {}

  public static List<WellKnown> all() {
    return ALL;
  }

  public static Optional<WellKnown> named(String name) {
    return ALL.stream().filter(one -> one.name().equals(name)).findFirst();
  }

  /** The variable to set, for people; the configuration's own for those that are not known. */
  public static String keyVariable(String provider) {
    return named(provider)
        .map(WellKnown::keyVariable)
        .filter(variable -> !variable.isEmpty())
        .orElse("devtail.router.providers.%s.keys".formatted(provider));
  }
}
