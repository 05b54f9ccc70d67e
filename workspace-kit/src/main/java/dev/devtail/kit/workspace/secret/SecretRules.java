package dev.devtail.kit.workspace.secret;

import com.google.re2j.Pattern;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.toml.TomlMapper;

/**
 * Rules by which secrets are found, as gitleaks' configuration has them.
 *
 * @param allowed for all rules
 */
record SecretRules(List<SecretRule> rules, List<Allowed> allowed) {

  private static final Logger LOG = LoggerFactory.getLogger(SecretRules.class);

  /** Our own: the most common formats, and those that gitleaks' rules lack. */
  private static final String OWN = "secrets.toml";

  /** gitleaks', which the build puts here if it can. */
  static final String GITLEAKS = "gitleaks.toml";

  SecretRules {
    rules = List.copyOf(rules);
    allowed = List.copyOf(allowed);
  }

  /** Those that come along. */
  static SecretRules builtIn() {
    SecretRules own = resource(OWN).orElseThrow();
    Optional<SecretRules> gitleaks = resource(GITLEAKS);
    if (gitleaks.isEmpty()) {
      LOG.warn(
          "secrets are found by our own rules only: built without npm rules={}",
          own.rules().size());
    }
    return gitleaks.map(own::and).orElse(own);
  }

  private static Optional<SecretRules> resource(String name) {
    try (InputStream text = SecretRules.class.getResourceAsStream(name)) {
      return text == null ? Optional.empty() : Optional.of(of(new TomlMapper().readTree(text)));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private SecretRules and(SecretRules others) {
    List<SecretRule> all = new ArrayList<>(rules);
    all.addAll(others.rules);
    return new SecretRules(all, others.allowed);
  }

  private static SecretRules of(JsonNode config) {
    List<SecretRule> rules = new ArrayList<>();
    for (JsonNode rule : config.path("rules")) {
      // Those without a pattern are for files that are a secret by their name.
      if (rule.has("regex")) {
        rules.add(rule(rule));
      }
    }
    return new SecretRules(rules, allowed(config));
  }

  private static SecretRule rule(JsonNode rule) {
    return new SecretRule(
        rule.path("id").asString(""),
        Pattern.compile(rule.path("regex").asString("")),
        rule.path("secretGroup").asInt(0),
        rule.path("entropy").asDouble(0),
        strings(rule.path("keywords")).stream().map(word -> word.toLowerCase(Locale.ROOT)).toList(),
        rule.has("path") ? List.of(Pattern.compile(rule.path("path").asString(""))) : List.of(),
        allowed(rule));
  }

  /** There may be one of them, or several. */
  private static List<Allowed> allowed(JsonNode in) {
    List<Allowed> all = new ArrayList<>();
    if (in.has("allowlist")) {
      all.add(one(in.path("allowlist")));
    }
    for (JsonNode each : in.path("allowlists")) {
      all.add(one(each));
    }
    return all;
  }

  private static Allowed one(JsonNode allowed) {
    return new Allowed(
        allowed.path("condition").asString("").equalsIgnoreCase("and"),
        switch (allowed.path("regexTarget").asString("")) {
          case "match" -> Allowed.Target.MATCH;
          case "line" -> Allowed.Target.LINE;
          default -> Allowed.Target.SECRET;
        },
        patterns(allowed.path("regexes")),
        patterns(allowed.path("paths")),
        strings(allowed.path("stopwords")).stream()
            .map(word -> word.toLowerCase(Locale.ROOT))
            .toList());
  }

  private static List<Pattern> patterns(JsonNode list) {
    return strings(list).stream().map(Pattern::compile).toList();
  }

  private static List<String> strings(JsonNode list) {
    List<String> strings = new ArrayList<>();
    list.forEach(each -> strings.add(each.asString("")));
    return strings;
  }
}
