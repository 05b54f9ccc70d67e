package dev.devtail.simulator.script;

import java.util.regex.Pattern;

/** Whose manners are simulated. Each has a base URL of its own on the simulator's one port. */
public enum Provider {
  /** Messages. */
  ANTHROPIC("/anthropic", "claude-.+"),
  /** Chat Completions and Responses. */
  OPENAI("/openai/v1", "(ft:)?(gpt|chatgpt|o\\d|codex|computer-use).*"),
  /** Generate Content. */
  GEMINI("/gemini", "(gemini|gemma|learnlm)-.+"),
  /** Chat, a JSON object a line. */
  OLLAMA("/ollama", "(?!claude-|gemini-|gpt-[345]|o\\d).+"),
  /** Chat Completions with reasoning that has to be returned. */
  DEEPSEEK("/deepseek", "deepseek-.+"),
  /** Chat Completions with comments, and errors as data. */
  OPENROUTER("/openrouter/api/v1", "~?[a-z0-9-]+/.+");

  private final String path;
  private final Pattern models;

  Provider(String path, String models) {
    this.path = path;
    this.models = Pattern.compile(models);
  }

  /** What its base URL ends with, as its clients are configured. */
  public String path() {
    return path;
  }

  /** Whether it would have a model of that name: one of another provider's it does not. */
  public boolean knows(String model) {
    return models.matcher(model).matches();
  }
}
