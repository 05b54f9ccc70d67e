package dev.devtail.router.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.devtail.router.catalog.Catalog;
import dev.devtail.router.catalog.ConfiguredModels;
import dev.devtail.router.catalog.FirstTokenTimes;
import dev.devtail.router.protocol.ProviderProtocol;
import dev.devtail.router.provider.Deployment;
import dev.devtail.router.provider.DeploymentLimits;
import dev.devtail.router.request.RequestFacts;
import dev.devtail.router.route.CallFacts;
import dev.devtail.router.route.Decision;
import dev.devtail.router.route.ModelName;
import dev.devtail.router.route.Rules;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ByteArrayResource;

class RouterPropertiesTest {

  private final Map<String, String> keys = new HashMap<>();
  private final Map<String, String> environment = new HashMap<>();

  private void set(String key, String value) {
    keys.put("devtail.router." + key, value);
  }

  private MapConfigurationPropertySource source() {
    return new MapConfigurationPropertySource(keys);
  }

  private RouterProperties bound() {
    return new Binder(source()).bindOrCreate("devtail.router", Bindable.of(RouterProperties.class));
  }

  private List<Deployment> deployments() {
    return new ProviderReader(environment::get).deployments(bound());
  }

  private Rules rules() {
    return new RuleReader(new Origins(List.of(source())))
        .rules(
            bound().rules(),
            bound().routes(),
            new ConfiguredModels(
                Catalog.builtIn(),
                List.of("anthropic"),
                new FirstTokenTimes(InstantSource.fixed(Instant.EPOCH))));
  }

  private static CallFacts call(String model, long tokens) {
    return new CallFacts(
        new RequestFacts(model, 0, 0, true, 0, 0, false, false, "", false, 1, 4 * tokens, null),
        "ada",
        "",
        "",
        "");
  }

  @Test
  void keysInTheEnvironmentAreEnough() {
    environment.put("ANTHROPIC_API_KEY", " sk-ant ");
    environment.put("OPENAI_API_KEY", "");
    assertThat(deployments())
        .containsExactly(
            new Deployment(
                "anthropic",
                1,
                ProviderProtocol.ANTHROPIC,
                URI.create("https://api.anthropic.com"),
                "sk-ant",
                1,
                DeploymentLimits.NONE));
  }

  @Test
  void everyKeyAndEveryAddressIsAWay() {
    environment.put("ANTHROPIC_API_KEY", "not this one");
    set("providers.anthropic.keys[0]", "one");
    set("providers.anthropic.keys[1]", "two");
    set("providers.mine.ways[0].base-url", "http://127.0.0.1:8000/v1/");
    set("providers.mine.ways[0].weight", "3");
    set("providers.mine.calls-per-minute", "600");
    set("providers.mine.calls-at-once", "8");
    set("providers.mine.first-token-deadline", "30s");
    List<Deployment> all = deployments();
    assertThat(all)
        .extracting(Deployment::name)
        .containsExactlyInAnyOrder("anthropic#1", "anthropic#2", "mine#1");
    assertThat(all)
        .filteredOn(way -> way.provider().equals("anthropic"))
        .extracting(Deployment::key)
        .containsExactly("one", "two");
    assertThat(all)
        .filteredOn(way -> way.provider().equals("mine"))
        .containsExactly(
            new Deployment(
                "mine",
                1,
                ProviderProtocol.OPENAI,
                URI.create("http://127.0.0.1:8000/v1"),
                "",
                3,
                new DeploymentLimits(600, 8, Duration.ofSeconds(30))));
    assertThat(all.toString() + bound()).doesNotContain("two");
  }

  @Test
  void mistakesInProvidersAreNamed() {
    set("providers.mine.keys[0]", "one");
    assertThatThrownBy(this::deployments)
        .hasMessageStartingWith("devtail.router.providers.mine.base-url: missing (expected: ");
    set("providers.mine.base-url", "ftp://example.org");
    assertThatThrownBy(this::deployments)
        .hasMessageStartingWith("devtail.router.providers.mine.base-url: ftp://example.org (exp");
    set("providers.mine.base-url", "http://example.org");
    set("providers.mine.ways[0].weight", "0");
    assertThatThrownBy(this::deployments)
        .hasMessage("devtail.router.providers.mine: weight: 0 (expected: 1 or more)");
    set("providers.mine.calls-at-once", "-1");
    assertThatThrownBy(this::deployments)
        .hasMessage("devtail.router.providers.mine.calls-at-once: -1 (expected: >= 0)");
  }

  @Test
  void rulesAreReadInOrder() {
    set("rules[0].when.model", "*haiku*");
    set("rules[0].use", "local/qwen");
    set("rules[1].name", "long");
    set("rules[1].when.tokens-above", "1000");
    set("rules[1].use[0]", "gemini/gemini-2.5-pro");
    set("rules[1].use[1]", "asked");
    Decision small = rules().decide(call("claude-haiku-4-5", 10));
    assertThat(small.rule()).isEqualTo("1");
    assertThat(small.candidates()).containsExactly(new ModelName("local", "qwen"));
    Decision large = rules().decide(call("claude-sonnet-4-5", 2000));
    assertThat(large.rule()).isEqualTo("long");
    assertThat(large.candidates())
        .containsExactly(
            new ModelName("gemini", "gemini-2.5-pro"),
            new ModelName("anthropic", "claude-sonnet-4-5"));
    assertThat(rules().decide(call("claude-sonnet-4-5", 10)).rule()).isEqualTo("as-asked");
  }

  @Test
  void mistakesInRulesAreNamed() {
    set("rules[0].use", "asked");
    set("rules[1].use", "gpt");
    assertThatThrownBy(this::rules)
        .hasMessage("devtail.router.rules[1]: gpt (expected: provider/model, provider/* or asked)");
    set("rules[1].use", "");
    assertThatThrownBy(this::rules).hasMessageStartingWith("devtail.router.rules[1]: ");
  }

  @Test
  void routesAreRulesBehindTheRules() {
    set("rules[0].name", "own");
    set("rules[0].when.model", "own*");
    set("rules[0].use", "local/own");
    set("routes.default", "local/large");
    set("routes.background", "local/small");
    set("routes.long-context[0]", "gemini/gemini-2.5-pro");
    set("routes.long-context-threshold", "1000");
    assertThat(rules().decide(call("own-haiku", 2000)).rule()).isEqualTo("own");
    assertThat(rules().decide(call("claude-haiku-4-5", 2000)).rule())
        .isEqualTo("route long-context");
    Decision background = rules().decide(call("claude-haiku-4-5", 10));
    assertThat(background.rule()).isEqualTo("route background");
    assertThat(background.candidates()).containsExactly(new ModelName("local", "small"));
    assertThat(rules().decide(call("claude-sonnet-4-5", 10)).rule()).isEqualTo("route default");
    assertThat(rules().decide(call("anthropic/claude-sonnet-4-5", 10)).rule()).isEqualTo("named");

    set("routes.think", "large");
    assertThatThrownBy(this::rules)
        .hasMessage(
            "devtail.router.routes: think: large (expected: provider/model, provider/* or asked)");
  }

  @Test
  void theCheapestMayBeAskedFirst() {
    set("rules[0].use[0]", "anthropic/claude-opus-4-1");
    set("rules[0].use[1]", "local/unknown");
    set("rules[0].use[2]", "openai/gpt-5-nano");
    set("rules[0].prefer", "cheapest");
    assertThat(rules().decide(call("any", 10)).candidates())
        .extracting(ModelName::model)
        .containsExactly("gpt-5-nano", "claude-opus-4-1", "unknown");
  }

  @Test
  void aMistakeInAFileIsNamedWithItsLine() throws IOException {
    String yaml =
        """
        devtail:
          router:
            rules:
              - {name: fine, use: [asked]}
              - name: wrong
                use: [gpt]
        """;
    PropertySource<?> file =
        new YamlPropertySourceLoader()
            .load("rules.yaml", new ByteArrayResource(yaml.getBytes(UTF_8), "rules.yaml"))
            .getFirst();
    StandardEnvironment there = new StandardEnvironment();
    there.getPropertySources().addFirst(file);
    RouterProperties properties =
        Binder.get(there).bind("devtail.router", RouterProperties.class).get();
    assertThatThrownBy(
            () ->
                new RuleReader(Origins.of(there))
                    .rules(
                        properties.rules(),
                        properties.routes(),
                        new ConfiguredModels(
                            Catalog.builtIn(),
                            List.of(),
                            new FirstTokenTimes(InstantSource.fixed(Instant.EPOCH)))))
        .hasMessageContaining("devtail.router.rules[1] (")
        .hasMessageContaining("5:15")
        .hasMessageEndingWith("): gpt (expected: provider/model, provider/* or asked)");
  }

  @Test
  void mistakesInTimesAreNamed() {
    set("idle-timeout", "0s");
    assertThatThrownBy(this::bound)
        .rootCause()
        .hasMessage("devtail.router.idle-timeout: PT0S (expected: > 0)");
  }
}
