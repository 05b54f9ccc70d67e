package dev.devtail.router.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.router.protocol.CallerProtocol;
import dev.devtail.router.request.RequestReader;
import dev.devtail.router.route.ModelName;
import dev.devtail.router.translate.json.Json;
import dev.devtail.router.window.Shortener.Step;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** What holds for every conversation, in every protocol. */
class ShortenerTest {

  private static final int SEEDS = 12;

  /** Whose tokens are those that are counted. */
  private static final ModelName MODEL = new ModelName("openai", "gpt-4o");

  private static final String NOTE = "\"[DevTail has left this result out,";

  private static Measure measure(byte[] body) {
    return new Measure(body, new RequestReader().read(body), model -> 0);
  }

  private static Shortener shortener(byte[] body, long room) {
    return Shortener.before(body, measure(body), MODEL, room, room);
  }

  private static long tokens(byte[] body) {
    return OutlineReader.read(body).tokens();
  }

  private static String text(byte[] body) {
    return new String(body, StandardCharsets.UTF_8);
  }

  private static Stream<LongConversation> conversations(CallerProtocol protocol, int rounds) {
    return Stream.iterate(0, seed -> seed + 1)
        .limit(SEEDS)
        .map(seed -> new LongConversation(protocol, seed, rounds));
  }

  @ParameterizedTest
  @EnumSource(CallerProtocol.class)
  void resultsAreCutTheOldestFirstAndNothingElse(CallerProtocol protocol) {
    int cuts = 0;
    for (LongConversation conversation : conversations(protocol, 12).toList()) {
      byte[] body = conversation.body();
      long room = tokens(body) * 7 / 10;
      if (shortener(body, room).step(Strategy.DROP_TOOL_RESULTS) instanceof Step.Cut(var cut)) {
        cuts++;
        String after = text(cut.body());
        List<String> gone =
            conversation.results.stream().filter(result -> !after.contains(result)).toList();
        String expected = conversation.json();
        for (String result : gone) {
          expected = expected.replace(result, note(after));
        }
        assertThat(after).isEqualTo(expected);
        assertThat(tokens(cut.body())).isLessThanOrEqualTo(room).isEqualTo(cut.after());
        assertThat(cut.before()).isEqualTo(tokens(body));
        assertThat(cut.what()).isEqualTo("results=" + gone.size());
        assertPairsAreWhole(cut.body());
        assertThat(shortener(cut.body(), room).step(Strategy.DROP_TOOL_RESULTS))
            .as("fits now")
            .isEqualTo(new Step.Useless());
      }
    }
    assertThat(cuts).isGreaterThan(SEEDS / 2);
  }

  private static String note(String after) {
    int start = after.indexOf(NOTE);
    return after.substring(start, after.indexOf("]\"", start) + 2);
  }

  /** So that the provider's cache of its beginning holds for several calls. */
  @ParameterizedTest
  @EnumSource(CallerProtocol.class)
  void whatIsCutStaysCutAsTheConversationGrows(CallerProtocol protocol) {
    int same = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      LongConversation conversation = new LongConversation(protocol, seed, 16);
      long room = tokens(conversation.body()) * 8 / 10;
      List<String> before = cutResults(conversation, room);
      conversation.round();
      List<String> after = cutResults(conversation, room);
      if (!before.isEmpty() && !after.isEmpty()) {
        assertThat(after).containsAll(before);
        same += after.equals(before) ? 1 : 0;
      }
    }
    assertThat(same).as("calls for which the beginning stays the same").isPositive();
  }

  private static List<String> cutResults(LongConversation conversation, long room) {
    return shortener(conversation.body(), room).step(Strategy.DROP_TOOL_RESULTS)
            instanceof Step.Cut(var cut)
        ? conversation.results.stream()
            .filter(result -> !text(cut.body()).contains(result))
            .toList()
        : List.of();
  }

  @ParameterizedTest
  @EnumSource(CallerProtocol.class)
  void whatTheModelHasNotAnsweredStays(CallerProtocol protocol) {
    for (LongConversation conversation : conversations(protocol, 1).toList()) {
      assertThat(shortener(conversation.body(), 10).step(Strategy.DROP_TOOL_RESULTS))
          .isEqualTo(new Step.Useless());
    }
  }

  @ParameterizedTest
  @EnumSource(CallerProtocol.class)
  void aSummaryTakesThePlaceOfWholeTurns(CallerProtocol protocol) {
    int summaries = 0;
    for (LongConversation conversation : conversations(protocol, 30).toList()) {
      byte[] body = conversation.body();
      long room = tokens(body) * 7 / 10;
      Shortener shortener = shortener(body, room);
      if (shortener.step(Strategy.SUMMARISE) instanceof Step.Summarise(OldTurns turns)) {
        summaries++;
        assertThat(turns.transcript())
            .startsWith("user: ")
            .contains("[calls Read:", "tool: result 1");
        Shortened shortened = shortener.summarised(turns, "What was: \"x\".\n").orElseThrow();
        List<JsonNode> before = turns(body);
        List<JsonNode> after = turns(shortened.body());
        int system = protocol == CallerProtocol.CHAT_COMPLETIONS ? 1 : 0;
        assertThat(after).hasSize(before.size() - turns.size() + 1);
        assertThat(after.subList(0, system)).isEqualTo(before.subList(0, system));
        assertThat(after.get(system).path("content").asString())
            .contains("<summary>\nWhat was: \"x\".\n</summary>");
        assertThat(after.subList(system + 1, after.size()))
            .isEqualTo(before.subList(system + turns.size(), before.size()));
        String tail = text(shortened.body());
        assertThat(conversation.json()).endsWith(tail.substring(tail.indexOf("</summary>\"") + 12));
        assertThat(tokens(shortened.body())).isLessThanOrEqualTo(room);
        assertPairsAreWhole(shortened.body());
        assertThat(shortened.report())
            .startsWith("summarise; tokens=")
            .endsWith("turns=" + turns.size());
      }
    }
    assertThat(summaries).isGreaterThan(SEEDS / 2);
  }

  private static List<JsonNode> turns(byte[] body) {
    JsonNode root = Json.read(body);
    return root.path(root.has("input") ? "input" : "messages").valueStream().toList();
  }

  /**
   * Every result has its call before it, every call its result, thinking stands before its call.
   */
  private static void assertPairsAreWhole(byte[] body) {
    Set<String> open = new HashSet<>();
    boolean thought = false;
    for (Turn turn : OutlineReader.read(body).turns()) {
      assertThat(open).containsAll(turn.answered());
      open.addAll(turn.calls());
      open.removeAll(turn.answered());
    }
    assertThat(open).isEmpty();
    for (JsonNode turn : turns(body)) {
      thought |= turn.path("type").asString("").equals("reasoning");
      if (turn.path("type").asString("").equals("function_call")) {
        assertThat(thought).isTrue();
      }
      if (turn.path("type").asString("").equals("function_call_output")) {
        thought = true;
      }
    }
  }

  @Test
  void refusesOnlyWhatIsSurelyTooLong() {
    byte[] body = new LongConversation(CallerProtocol.MESSAGES, 1, 12).body();
    long counted = tokens(body);
    assertThat(refusal(body, counted * 11 / 10)).as("maybe").isEqualTo(new Step.Useless());
    assertThat(refusal(body, counted * 9 / 10))
        .isEqualTo(new Step.Refused(counted * 1250 / 1000, counted * 9 / 10));
  }

  private static Step refusal(byte[] body, long context) {
    ModelName claude = new ModelName("anthropic", "claude-sonnet-4-6");
    return Shortener.before(body, measure(body), claude, context / 2, context)
        .step(Strategy.REFUSE);
  }

  @Test
  void goesByWhatTheProviderHasCounted() {
    byte[] body = new LongConversation(CallerProtocol.MESSAGES, 1, 12).body();
    long counted = tokens(body);
    TooLong told =
        TooLong.parse("prompt is too long: %d tokens > %d maximum".formatted(counted * 2, counted))
            .orElseThrow();
    assertThat(Shortener.after(body, measure(body), MODEL, told).step(Strategy.DROP_TOOL_RESULTS))
        .isInstanceOfSatisfying(
            Step.Cut.class,
            cut -> assertThat(tokens(cut.shortened().body())).isLessThanOrEqualTo(counted / 2));
  }
}
