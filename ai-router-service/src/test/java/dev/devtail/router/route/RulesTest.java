package dev.devtail.router.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.devtail.router.request.RequestFacts;
import dev.devtail.router.route.Decision.Considered;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RulesTest {

  private static final ModelName SMALL = new ModelName("anthropic", "small");
  private static final ModelName LARGE = new ModelName("anthropic", "large");
  private static final ModelName LONG = new ModelName("gemini", "long");
  private static final ModelName LOCAL = new ModelName("ollama", "library/local:7b");

  private static final Map<ModelName, Capabilities> CAPABILITIES =
      Map.of(
          SMALL, new Capabilities(true, true, 200_000),
          LARGE, new Capabilities(true, true, 200_000),
          LONG, new Capabilities(true, true, 1_000_000),
          LOCAL, new Capabilities(false, false, 8_000));

  private static final Map<ModelName, String> COSTS = Map.of(LARGE, "0.5", SMALL, "0.01");

  private static final Map<ModelName, Duration> FIRST_TOKENS =
      Map.of(LARGE, Duration.ofMillis(500), SMALL, Duration.ofMillis(900));

  /** Of a provider that is called "elsewhere", or where their names say. */
  private static class Known implements Models {

    @Override
    public List<ModelName> known() {
      return List.copyOf(CAPABILITIES.keySet());
    }

    @Override
    public Capabilities capabilities(ModelName model) {
      return CAPABILITIES.getOrDefault(model, Capabilities.UNKNOWN);
    }

    @Override
    public Optional<BigDecimal> expectedCost(ModelName model, RequestFacts request) {
      return Optional.ofNullable(COSTS.get(model)).map(BigDecimal::new);
    }

    @Override
    public Optional<Duration> firstToken(ModelName model) {
      return Optional.ofNullable(FIRST_TOKENS.get(model));
    }

    @Override
    public Optional<ModelName> named(String model) {
      return model.startsWith("elsewhere/")
          ? Optional.of(ModelName.parse(model))
          : Optional.empty();
    }

    @Override
    public ModelName asked(String model) {
      return new ModelName("anthropic", model);
    }
  }

  private static List<Choice> use(ModelName... models) {
    return Stream.of(models).<Choice>map(Choice.Named::new).toList();
  }

  private static Condition model(String pattern) {
    return new Condition(
        new Glob(pattern), Set.of(), Set.of(), null, null, Set.of(), null, null, null, null);
  }

  private static Condition subAgent(String type) {
    return new Condition(
        null,
        Set.of(),
        Set.of(),
        new Glob("subagent"),
        new Glob(type),
        Set.of(),
        null,
        null,
        null,
        null);
  }

  private static Condition tokensAbove(long tokens) {
    return new Condition(null, Set.of(), Set.of(), null, null, Set.of(), null, null, null, tokens);
  }

  private static Condition effort(String... efforts) {
    return new Condition(
        null, Set.of(), Set.of(), null, null, Set.of(efforts), null, null, null, null);
  }

  private final Rules rules =
      new Rules(
          List.of(
              new Rule("local", model("local*"), use(LOCAL)),
              new Rule("long", tokensAbove(60_000), use(LARGE, LONG)),
              new Rule("explore", subAgent("Explore*"), use(SMALL)),
              new Rule("hard", effort("high", "max"), use(LARGE)),
              new Rule("background", model("*haiku*"), use(SMALL)),
              new Rule("default", Condition.ALWAYS, use(LARGE, SMALL))),
          new Known());

  private static RequestFacts request(String model, String effort, int tools, long tokens) {
    return new RequestFacts(
        model, 0, 0, true, 0, tools, false, false, effort, false, 1, 4 * tokens, null);
  }

  private static CallFacts call(RequestFacts request) {
    return new CallFacts(request, "ada", "", "", "");
  }

  @ParameterizedTest
  @CsvSource({
    "claude-x, '', 10, default",
    "claude-3-5-HAIKU-1, '', 10, background",
    "claude-x, high, 10, hard",
    "claude-3-5-haiku, high, 10, hard",
    "claude-3-5-haiku, low, 70000, long",
  })
  void theFirstRuleThatHoldsDecides(String model, String effort, long tokens, String rule) {
    assertThat(rules.decide(call(request(model, effort, 1, tokens))).rule()).isEqualTo(rule);
  }

  @Test
  void whatAnAgentSaysOfItselfCounts() {
    RequestFacts request = request("claude-x", "high", 1, 10);
    assertThat(rules.decide(new CallFacts(request, "ada", "", "subagent", "Explore")).candidates())
        .containsExactly(SMALL);
    assertThat(rules.decide(new CallFacts(request, "ada", "", "main", "")).candidates())
        .containsExactly(LARGE);
  }

  @Test
  void aModelThatCannotAnswerIsNotAsked() {
    Decision longOne = rules.decide(call(request("claude-x", "", 1, 300_000)));
    assertThat(longOne.rule()).isEqualTo("long");
    assertThat(longOne.candidates()).containsExactly(LONG);
    assertThat(longOne.considered())
        .contains(
            new Considered(
                "model anthropic/large",
                Optional.of("about 300000 tokens do not fit into its 200000")));

    assertThat(rules.decide(call(request("local", "", 0, 10))).candidates()).containsExactly(LOCAL);
    Decision withTools = rules.decide(call(request("local", "", 1, 10)));
    assertThat(withTools.rule()).isEqualTo("default");
    assertThat(withTools.considered())
        .startsWith(
            new Considered("model ollama/library/local:7b", Optional.of("it has no tools")),
            new Considered("rule local", Optional.of("none of its models can answer this")));
  }

  @Test
  void whereNobodyCanAnswerThereAreNoCandidates() {
    Rules onlyLocal =
        new Rules(
            List.of(),
            new Known() {
              @Override
              public ModelName asked(String model) {
                return LOCAL;
              }
            });
    Decision decision = onlyLocal.decide(call(request("local", "", 1, 10)));
    assertThat(decision.candidates()).isEmpty();
    assertThat(decision.tooLong()).isFalse();
    assertThat(decision.considered()).isNotEmpty();
  }

  @Test
  void whatFitsIntoNoModelIsDecidedAsIfItDid() {
    Decision decision = rules.decide(call(request("large", "", 1, 2_000_000)));
    assertThat(decision.tooLong()).isTrue();
    assertThat(decision.rule()).isEqualTo("long");
    assertThat(decision.candidates()).containsExactly(LARGE, LONG);
    assertThat(decision.considered())
        .contains(
            new Considered(
                "model gemini/long",
                Optional.of("about 2000000 tokens do not fit into its 1000000")));
  }

  @Test
  void whoNamesAProviderIsAnsweredThere() {
    Decision decision = rules.decide(call(request("elsewhere/claude-haiku", "high", 1, 70_000)));
    assertThat(decision.rule()).isEqualTo("named");
    assertThat(decision.candidates()).containsExactly(new ModelName("elsewhere", "claude-haiku"));
  }

  @Test
  void whatWasAskedForCanBeMeant() {
    Rules asked =
        new Rules(
            List.of(
                new Rule(
                    "mirror",
                    model("claude*"),
                    List.of(Choice.parse("openrouter/*"), Choice.parse("asked")))),
            new Known());
    assertThat(asked.decide(call(request("claude-x", "", 1, 10))).candidates())
        .containsExactly(
            new ModelName("openrouter", "claude-x"), new ModelName("anthropic", "claude-x"));
    Decision noRule = asked.decide(call(request("other", "", 1, 10)));
    assertThat(noRule.rule()).isEqualTo("as-asked");
    assertThat(noRule.candidates()).containsExactly(new ModelName("anthropic", "other"));
  }

  @Test
  void aDecisionSaysWhy() {
    assertThat(rules.decide(call(request("claude-haiku", "", 1, 10))).considered())
        .containsExactly(
            new Considered("rule local", Optional.of("model is claude-haiku, not local*")),
            new Considered("rule long", Optional.of("tokens is 10, not above 60000")),
            new Considered("rule explore", Optional.of("request-class is unsaid, not subagent")),
            new Considered("rule hard", Optional.of("effort is unsaid, not high or max")),
            new Considered("model anthropic/small", Optional.empty()),
            new Considered("rule background", Optional.empty()));
  }

  @Test
  void mistakesAreRefused() {
    Rule one = new Rule("a", model("x"), use(SMALL));
    assertThatThrownBy(
            () -> new Rules(List.of(one, new Rule("a", Condition.ALWAYS, use(SMALL))), new Known()))
        .hasMessageContaining("two of that name");
    assertThatThrownBy(() -> new Rule("a", Condition.ALWAYS, List.of()))
        .hasMessageContaining("use: empty");
    assertThatThrownBy(() -> ModelName.parse("/x")).hasMessageContaining("provider/model");
    assertThatThrownBy(() -> ModelName.parse("x/")).hasMessageContaining("provider/model");
    assertThatThrownBy(() -> Choice.parse("claude"))
        .hasMessage("claude (expected: provider/model, provider/* or asked)");
    assertThat(ModelName.parse("ollama/library/local:7b")).isEqualTo(LOCAL);
    assertThat(LOCAL).hasToString("ollama/library/local:7b");
  }

  private static List<ModelName> inOrder(Preference prefer) {
    Rule rule = new Rule("any", Condition.ALWAYS, use(LONG, SMALL, LARGE), prefer);
    return new Rules(List.of(rule), new Known()).decide(call(request("x", "", 0, 10))).candidates();
  }

  @Test
  void whoIsAskedFirstIsPreferred() {
    assertThat(inOrder(Preference.LISTED)).containsExactly(LONG, SMALL, LARGE);
    assertThat(inOrder(Preference.CHEAPEST)).containsExactly(SMALL, LARGE, LONG);
    assertThat(inOrder(Preference.FASTEST)).containsExactly(LONG, LARGE, SMALL);
  }
}
