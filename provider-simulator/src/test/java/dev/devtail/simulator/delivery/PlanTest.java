package dev.devtail.simulator.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.simulator.script.Answer;
import dev.devtail.simulator.script.Fault;
import dev.devtail.simulator.script.Pace;
import dev.devtail.simulator.script.Provider;
import dev.devtail.simulator.script.Question;
import dev.devtail.simulator.script.Question.Thoughts;
import dev.devtail.simulator.wire.Dialect;
import dev.devtail.simulator.wire.Endpoint;
import dev.devtail.simulator.wire.Frame;
import dev.devtail.simulator.wire.Ids;
import dev.devtail.simulator.wire.Wire;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlanTest {

  private static final Pace SLOW = new Pace(Duration.ofMillis(200), 100, 16);

  private static final Dialect DIALECT =
      ((Endpoint.Model)
              Wire.of(Provider.ANTHROPIC).endpoint("POST", "/v1/messages", "").orElseThrow())
          .dialect();

  private static final Question QUESTION =
      new Question(
          Provider.ANTHROPIC,
          "claude-sonnet-4-6",
          true,
          "",
          List.of(),
          false,
          1,
          "Hi",
          null,
          1,
          Thoughts.NONE,
          true);

  private static final List<Frame> FRAMES =
      DIALECT.stream(
          QUESTION,
          Answer.text("Twelve tokens, of four characters each: ümläut."),
          new Ids(1, 1),
          16);

  private static List<Step> plan(String faults, Pace pace, long seed) {
    return new Plan(Fault.parse(faults), pace, new SplittableRandom(seed))
        .stream(DIALECT, Map.of("content-type", "text/event-stream"), FRAMES);
  }

  private static byte[] sent(List<Step> steps) {
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    for (Step step : steps) {
      if (step instanceof Step.Send(byte[] bytes)) {
        sent.writeBytes(bytes);
      }
    }
    return sent.toByteArray();
  }

  private static List<Duration> pauses(List<Step> steps) {
    return steps.stream()
        .filter(Step.Pause.class::isInstance)
        .map(step -> ((Step.Pause) step).length())
        .toList();
  }

  @Test
  void itWaitsForTheFirstTokenAndThenAsLongAsEachTakes() {
    assertThat(pauses(plan("", Pace.INSTANT, 1))).isEmpty();
    assertThat(pauses(plan("", SLOW, 1)))
        .containsExactly(Duration.ofMillis(200), Duration.ofMillis(40), Duration.ofMillis(40));
    assertThat(
            pauses(
                new Plan(List.of(), SLOW, new SplittableRandom(1))
                    .whole(Map.of(), new byte[1], 12)))
        .containsExactly(Duration.ofMillis(320));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void whereItIsBrokenIntoPiecesChangesNoByte(long seed) throws Exception {
    byte[] plain = sent(plan("", Pace.INSTANT, seed));
    List<Step> odd = plan("odd-borders", Pace.INSTANT, seed);
    assertThat(sent(odd)).isEqualTo(plain);
    assertThat(odd).hasSizeGreaterThan(FRAMES.size());
    assertThat(sent(plan("drip:5", Pace.INSTANT, seed))).isEqualTo(plain);
    byte[] packed = sent(plan("gzip, odd-borders", Pace.INSTANT, seed));
    assertThat(new GZIPInputStream(new ByteArrayInputStream(packed)).readAllBytes())
        .isEqualTo(plain);
  }

  @Test
  void theSameDiceGiveTheSamePieces() {
    assertThat(pieces(7)).isEqualTo(pieces(7)).isNotEqualTo(pieces(8));
  }

  private static List<String> pieces(long seed) {
    return plan("odd-borders", Pace.INSTANT, seed).stream()
        .filter(Step.Send.class::isInstance)
        .map(step -> new String(((Step.Send) step).bytes(), StandardCharsets.ISO_8859_1))
        .toList();
  }

  @Test
  void faultsOfTheStreamAndOfItsLooksGoTogether() {
    List<Step> steps = plan("crlf, comments, cut:after-first-token", Pace.INSTANT, 1);
    assertThat(steps.getLast()).isInstanceOf(Step.Cut.class);
    assertThat(new String(sent(steps), StandardCharsets.UTF_8))
        .startsWith(": keep-alive\r\n\r\nevent: message_start\r\n")
        .containsOnlyOnce("content_block_delta\r\n")
        .endsWith("\r\n\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"cut", "stall"})
  void nothingIsSentBeforeTheHead(String fault) {
    assertThat(plan(fault + ":before-head", SLOW, 1))
        .singleElement()
        .isInstanceOfAny(Step.Cut.class, Step.Stall.class);
  }
}
