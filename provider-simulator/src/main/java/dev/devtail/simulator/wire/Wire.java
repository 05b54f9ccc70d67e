package dev.devtail.simulator.wire;

import dev.devtail.simulator.script.Fault;
import dev.devtail.simulator.script.Provider;
import java.util.Optional;
import java.util.Set;

/** A provider's door: its paths, keys and errors. */
public interface Wire {

  static Wire of(Provider provider) {
    return switch (provider) {
      case ANTHROPIC -> new AnthropicWire();
      case OPENAI, DEEPSEEK, OPENROUTER -> new OpenAiWire(provider);
      case GEMINI -> new GeminiWire();
      case OLLAMA -> new OllamaWire();
    };
  }

  /** What is there; empty for what the provider answers with 404. */
  Optional<Endpoint> endpoint(String method, String path, String query);

  /**
   * Looks at the caller's key.
   *
   * @throws Refusal if there is none, or another
   */
  void authorize(Call call, Set<String> keys);

  /** The body of an error. */
  byte[] body(ApiError error, Ids ids);

  /** What it says of that. */
  ApiError error(Fault.Kind kind);

  /** What it says of a path that there is not. */
  ApiError noSuchPath(String method, String path);

  /** What it says of a body that is no JSON. */
  ApiError malformed(String why);

  /** What it says of a body beyond its limit. */
  ApiError tooLarge();

  /** Largest body that it takes, in bytes. */
  default int maxBodyBytes() {
    return 32 << 20;
  }

  /** Name of the header in which it numbers its answers. */
  String idHeader();
}
