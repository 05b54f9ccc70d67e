package dev.devtail.simulator.wire;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What models of Anthropic differ in, by their names: {@code claude-haiku-4-5-20251001}.
 *
 * @param version as in 4.6; 0 if the name does not tell
 */
record AnthropicModel(String family, double version) {

  private static final Pattern NAME =
      Pattern.compile("claude-(opus|sonnet|haiku|[a-z]+)-(\\d)(?:-(\\d))?(?!\\d).*");

  private static final double FIRST_ADAPTIVE = 4.6;
  private static final double FIRST_EFFORT_OF_OPUS = 4.5;
  private static final double FIRST_WITHOUT_BUDGET = 4.7;

  static AnthropicModel of(String name) {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      return new AnthropicModel("", 0);
    }
    String minor = matcher.group(3) == null ? "0" : matcher.group(3);
    return new AnthropicModel(matcher.group(1), Double.parseDouble(matcher.group(2) + "." + minor));
  }

  boolean thinksAdaptively() {
    return version >= FIRST_ADAPTIVE;
  }

  boolean takesEffort() {
    return thinksAdaptively() || (family.equals("opus") && version >= FIRST_EFFORT_OF_OPUS);
  }

  /** Whether a budget of thinking can be given to it. */
  boolean takesBudget() {
    return version < FIRST_WITHOUT_BUDGET;
  }
}
