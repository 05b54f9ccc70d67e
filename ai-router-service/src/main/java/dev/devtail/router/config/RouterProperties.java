package dev.devtail.router.config;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.devtail.router.cache.ResponseCache;
import dev.devtail.router.protocol.ProviderProtocol;
import dev.devtail.router.provider.DeploymentLimits;
import dev.devtail.router.relay.RelayTimes;
import dev.devtail.router.route.Preference;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.util.unit.DataSize;

/**
 * {@code devtail.router.*}
 *
 * @param providers by name. {@code anthropic}, {@code openai}, {@code gemini}, {@code deepseek},
 *     {@code openrouter} and {@code ollama} have their addresses; the keys of those that are not
 *     configured are looked for in the environment ({@code ANTHROPIC_API_KEY} and so on).
 * @param rules in order, the first that holds decides. Default: none, every model is answered as it
 *     is asked for.
 * @param routes rules for what there usually is
 * @param prices a file as LiteLLM's {@code model_prices_and_context_window.json}, laid over the one
 *     that comes with DevTail. Default: none.
 * @param firstTokenDeadline until when a stream's answer has to begin. Default: 2 min.
 * @param idleTimeout how long a stream may be silent. Default: 2 min.
 * @param answerDeadline until when an answer that is no stream has to be there. Default: 10 min.
 * @param patience the longest pause before providers that have failed are asked again. Default: 5
 *     s.
 * @param hedgeAfter when the next way is asked as well because a provider has not begun to answer;
 *     who begins first answers, and both may want their money. Default: 0, never.
 * @param cache of answers
 * @param maxConnections most connections to one address. Default: 1000.
 */
@ConfigurationProperties("devtail.router")
public record RouterProperties(
    @DefaultValue Map<String, Provider> providers,
    @DefaultValue List<RuleProperties> rules,
    @DefaultValue Routes routes,
    @Nullable String prices,
    @DefaultValue("2m") Duration firstTokenDeadline,
    @DefaultValue("2m") Duration idleTimeout,
    @DefaultValue("10m") Duration answerDeadline,
    @DefaultValue("5s") Duration patience,
    @DefaultValue("0s") Duration hedgeAfter,
    @DefaultValue Cache cache,
    @DefaultValue("1000") int maxConnections) {

  private static final String PREFIX = "devtail.router.";

  public RouterProperties {
    providers = new LinkedHashMap<>(providers);
    rules = List.copyOf(rules);
    require(firstTokenDeadline.isPositive(), "first-token-deadline", firstTokenDeadline, "> 0");
    require(idleTimeout.isPositive(), "idle-timeout", idleTimeout, "> 0");
    require(answerDeadline.isPositive(), "answer-deadline", answerDeadline, "> 0");
    require(!patience.isNegative(), "patience", patience, ">= 0");
    require(!hedgeAfter.isNegative(), "hedge-after", hedgeAfter, ">= 0");
    require(maxConnections > 0, "max-connections", maxConnections, "> 0");
  }

  private static void require(boolean holds, String key, @Nullable Object value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(
          "%s%s: %s (expected: %s)".formatted(PREFIX, key, value, expected));
    }
  }

  RelayTimes times() {
    return new RelayTimes(firstTokenDeadline, idleTimeout, answerDeadline, patience, hedgeAfter);
  }

  /**
   * {@code devtail.router.providers.NAME.*}
   *
   * @param protocol what it speaks. Default: of a well-known name its own, else {@code openai}.
   * @param baseUrl what the protocol's paths are put behind, as {@code https://api.example.org/v1}
   *     before {@code /chat/completions}. Default: of a well-known name its own; else required.
   * @param keys each is a way of its own to the provider. Default: none.
   * @param ways for other addresses, or weights, than that. Default: none.
   * @param callsPerMinute of each of its ways, spread over the minute. Default: 0, as many as there
   *     are.
   * @param callsAtOnce of each of its ways. Default: 0, as many as there are.
   * @param firstTokenDeadline until when a stream's answer has to begin. Default: as everywhere.
   */
  public record Provider(
      @Nullable ProviderProtocol protocol,
      @Nullable URI baseUrl,
      @DefaultValue List<String> keys,
      @DefaultValue List<Way> ways,
      @DefaultValue("0") int callsPerMinute,
      @DefaultValue("0") int callsAtOnce,
      @Nullable Duration firstTokenDeadline) {

    public Provider {
      keys = List.copyOf(keys);
      ways = List.copyOf(ways);
    }

    /**
     * @param name the provider's
     */
    DeploymentLimits limits(String name) {
      String path = "providers." + name;
      require(callsPerMinute >= 0, path + ".calls-per-minute", callsPerMinute, ">= 0");
      require(callsAtOnce >= 0, path + ".calls-at-once", callsAtOnce, ">= 0");
      require(
          firstTokenDeadline == null || firstTokenDeadline.isPositive(),
          path + ".first-token-deadline",
          firstTokenDeadline,
          "> 0");
      return new DeploymentLimits(callsPerMinute, callsAtOnce, firstTokenDeadline);
    }

    @Override
    public String toString() {
      return "Provider[protocol=%s, baseUrl=%s, %d keys, %d ways]"
          .formatted(protocol, baseUrl, keys.size(), ways.size());
    }
  }

  /**
   * {@code devtail.router.providers.NAME.ways[N].*}
   *
   * @param baseUrl Default: the provider's.
   * @param key Default: none.
   * @param weight how many calls begin here, in proportion to the others. Default: 1.
   */
  public record Way(
      @Nullable URI baseUrl, @DefaultValue("") String key, @DefaultValue("1") int weight) {

    @Override
    public String toString() {
      return "Way[baseUrl=%s, key=(secret), weight=%d]".formatted(baseUrl, weight);
    }
  }

  /**
   * {@code devtail.router.cache.*}
   *
   * @param forAll whether calls without tools are answered from it without asking for that, by
   *     {@code devtail-cache: on}. Default: false.
   * @param maxSize of all answers. Default: 16 MB.
   * @param lifetime of an answer. Default: 1 h.
   */
  public record Cache(
      @DefaultValue("false") boolean forAll,
      @DefaultValue("16MB") DataSize maxSize,
      @DefaultValue("1h") Duration lifetime) {

    public Cache {
      require(maxSize.toBytes() >= 0, "cache.max-size", maxSize, ">= 0");
      require(lifetime.isPositive(), "cache.lifetime", lifetime, "> 0");
    }

    ResponseCache cache() {
      return new ResponseCache(forAll, maxSize.toBytes(), lifetime, Ticker.systemTicker());
    }
  }

  /**
   * {@code devtail.router.rules[N].*}
   *
   * @param name what decisions are explained by. Default: its number.
   * @param when what has to hold. Default: nothing.
   * @param use {@code provider/model}, {@code provider/*} for the model that was asked for, or
   *     {@code asked}: each when those before it cannot. Required.
   * @param prefer who of them is asked first: as they are {@code listed}, the {@code cheapest}, or
   *     the {@code fastest}. Default: listed.
   */
  public record RuleProperties(
      @DefaultValue("") String name,
      @Nullable When when,
      @DefaultValue List<String> use,
      @DefaultValue("listed") Preference prefer) {}

  /**
   * {@code devtail.router.routes.*}: what users of claude-code-router know, as rules behind those
   * of {@code rules}, in this order. Each is a list as a rule's {@code use}.
   *
   * @param image for calls whose last message holds an image
   * @param longContext for conversations above {@code longContextThreshold} tokens
   * @param longContextThreshold Default: 60 000.
   * @param subAgent for coding agents' sub-agents
   * @param background for models with {@code haiku} in their name, which Claude Code uses in the
   *     background
   * @param webSearch for calls with the provider's own search of the web
   * @param think for efforts {@code high}, {@code xhigh} and {@code max}
   * @param otherwise for everything else; the configuration calls it default
   */
  public record Routes(
      @DefaultValue List<String> image,
      @DefaultValue List<String> longContext,
      @DefaultValue("60000") long longContextThreshold,
      @DefaultValue List<String> subAgent,
      @DefaultValue List<String> background,
      @DefaultValue List<String> webSearch,
      @DefaultValue List<String> think,
      @Name("default") @DefaultValue List<String> otherwise) {}

  /** {@code devtail.router.rules[N].when.*}, as {@link dev.devtail.router.route.Condition}. */
  public record When(
      @Nullable String model,
      @DefaultValue Set<String> user,
      @DefaultValue Set<String> session,
      @Nullable String requestClass,
      @Nullable String agentType,
      @DefaultValue Set<String> effort,
      @Nullable Boolean thinking,
      @Nullable Boolean webSearch,
      @Nullable Boolean image,
      @Nullable Long tokensAbove) {}
}
