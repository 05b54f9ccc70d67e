package dev.devtail.router.translate.conversation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Names of tools as a provider takes them, and the way back. Most are the same. */
public final class ToolNames {

  private static final int HASH_CHARS = 8;

  /** Only those that differ. */
  private final Map<String, String> sent = new HashMap<>();

  private final Map<String, String> original = new HashMap<>();

  /**
   * @param maxChars the longest that the provider takes; all take letters, digits, {@code _} and
   *     {@code -}
   */
  public ToolNames(List<Tool.Function> tools, int maxChars) {
    Set<String> taken = new HashSet<>();
    tools.forEach(tool -> taken.add(tool.name()));
    for (Tool.Function tool : tools) {
      String fitted = fitted(tool.name(), maxChars);
      if (!fitted.equals(tool.name()) && !sent.containsKey(tool.name()) && taken.add(fitted)) {
        sent.put(tool.name(), fitted);
        original.put(fitted, tool.name());
      }
    }
  }

  private static String fitted(String name, int maxChars) {
    String plain = name.replaceAll("[^a-zA-Z0-9_-]", "_");
    if (plain.equals(name) && name.length() <= maxChars) {
      return name;
    }
    String hash = "_%08x".formatted(name.hashCode());
    int most = maxChars - HASH_CHARS - 1;
    return (plain.length() > most ? plain.substring(0, most) : plain) + hash;
  }

  public String sent(String name) {
    return sent.getOrDefault(name, name);
  }

  public String original(String name) {
    return original.getOrDefault(name, name);
  }
}
