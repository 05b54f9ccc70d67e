package dev.devtail.router.catalog;

import dev.devtail.router.route.Capabilities;
import dev.devtail.router.route.ModelName;
import dev.devtail.router.usage.Price;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Facts of models by their names, as LiteLLM's table has them ({@code
 * model_prices_and_context_window.json}): a part of one release comes with us, and a newer one, or
 * one's own, can be laid over it. Names are the provider's, with or without {@code provider/}
 * before them.
 */
public final class Catalog {

  private static final String BUILT_IN = "prices.json";

  /** {@code input_cost_per_token_above_200k_tokens}: from there on everything has these rates. */
  private static final Pattern TIER = Pattern.compile("input_cost_per_token_above_(\\d+)k_tokens");

  private static final long TOKENS_PER_K = 1000;

  /** Prices are exact as they are written: 3e-07 is 0.0000003. */
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private final Map<String, ModelFacts> models;

  /** Names by provider. */
  private final Map<String, SortedSet<String>> names;

  private Catalog(Map<String, ModelFacts> models, Map<String, SortedSet<String>> names) {
    this.models = Map.copyOf(models);
    this.names = Map.copyOf(names);
  }

  /** The one that comes with DevTail. */
  public static Catalog builtIn() {
    try (InputStream table =
        Objects.requireNonNull(Catalog.class.getResourceAsStream(BUILT_IN), BUILT_IN)) {
      return new Catalog(Map.of(), Map.of()).with(table);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * This one, with what another table says in its place.
   *
   * @throws IllegalArgumentException if that is no such table; the message says where
   */
  public Catalog with(InputStream table) {
    JsonNode root;
    try {
      root = JSON.readTree(table);
    } catch (JacksonException malformed) {
      throw new IllegalArgumentException("no JSON: " + malformed.getOriginalMessage(), malformed);
    }
    if (!root.isObject()) {
      throw new IllegalArgumentException("no JSON object (expected: models by name)");
    }
    Map<String, ModelFacts> all = new HashMap<>(models);
    Map<String, SortedSet<String>> named = new HashMap<>();
    names.forEach((provider, before) -> named.put(provider, new TreeSet<>(before)));
    root.properties().stream()
        .filter(entry -> entry.getValue().isObject())
        .map(Entry::new)
        .forEach(
            entry -> {
              all.put(entry.name(), entry.facts());
              named.computeIfAbsent(entry.provider(), none -> new TreeSet<>()).add(entry.ownName());
            });
    return new Catalog(all, named);
  }

  /** Names of a provider's models, as it has them; empty if nobody has told us of any. */
  public SortedSet<String> models(String provider) {
    return Collections.unmodifiableSortedSet(names.getOrDefault(provider, new TreeSet<>()));
  }

  /** {@link ModelFacts#UNKNOWN} if nobody has told us of it. */
  public ModelFacts facts(ModelName name) {
    ModelFacts own = models.get(name.toString());
    return own == null ? models.getOrDefault(name.model(), ModelFacts.UNKNOWN) : own;
  }

  /** One model of the table. */
  private record Entry(String name, JsonNode fields) {

    Entry(Map.Entry<String, JsonNode> entry) {
      this(entry.getKey(), entry.getValue());
    }

    /** Empty if it is not said. */
    String provider() {
      return fields.path("litellm_provider").asString("");
    }

    /** Without its provider's. */
    String ownName() {
      String prefix = provider() + "/";
      return name.startsWith(prefix) ? name.substring(prefix.length()) : name;
    }

    ModelFacts facts() {
      OptionalLong tier =
          fields.propertyNames().stream()
              .map(TIER::matcher)
              .filter(Matcher::matches)
              .mapToLong(matcher -> Long.parseLong(matcher.group(1)))
              .min();
      Price price =
          tier.isPresent()
              ? price(
                  "",
                  new Price.Tier(
                      tier.getAsLong() * TOKENS_PER_K,
                      price("_above_%dk_tokens".formatted(tier.getAsLong()), null)))
              : price("", null);
      return new ModelFacts(
          price,
          new Capabilities(
              fields.path("supports_function_calling").asBoolean(false),
              fields.path("supports_vision").asBoolean(false),
              fields.path("max_input_tokens").asLong(0)),
          fields.path("max_output_tokens").asLong(0));
    }

    /**
     * @param suffix of the tier's fields; what a tier does not name is not known there
     */
    private Price price(String suffix, Price.@Nullable Tier tier) {
      return new Price(
          rate(fields, "input_cost_per_token" + suffix),
          rate(fields, "cache_read_input_token_cost" + suffix),
          rate(fields, "cache_creation_input_token_cost" + suffix),
          rate(fields, "cache_creation_input_token_cost_above_1hr" + suffix),
          rate(fields, "output_cost_per_token" + suffix),
          rate(fields, "output_cost_per_reasoning_token" + suffix),
          rate(fields.path("search_context_cost_per_query"), "search_context_size_medium"),
          tier);
    }

    private @Nullable BigDecimal rate(JsonNode holder, String field) {
      JsonNode value = holder.path(field);
      if (value.isMissingNode() || value.isNull()) {
        return null;
      }
      if (!value.isNumber() || value.decimalValue().signum() < 0) {
        throw new IllegalArgumentException(
            "%s.%s: %s (expected: a number of dollars)".formatted(name, field, value));
      }
      return value.decimalValue();
    }
  }
}
