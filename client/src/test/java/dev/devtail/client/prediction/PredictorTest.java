package dev.devtail.client.prediction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.client.prediction.SimulatedProgram.Manner;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PredictorTest {

  @Test
  void showsNothingBeforeTheFirstConfirmationAndThenAtOnce() {
    RemoteSession session = RemoteSession.of(100, Manner.EDITS);
    session.type("a");
    assertThat(session.overlay).isEmpty();
    session.advance(250);
    session.type("b");
    assertThat(session.overlay).contains(new Overlay(new TreeMap<>(Map.of(3, "b")), 4));
    session.type("c");
    session.type("\u007f");
    session.type("\u001b[D");
    assertThat(session.overlay).contains(new Overlay(new TreeMap<>(Map.of(3, "b")), 3));
    session.advance(1_000);
    assertThat(session.overlay).isEmpty();
  }

  @Test
  void predictsNothingOnAFastNetwork() {
    RemoteSession session = RemoteSession.of(5, Manner.EDITS);
    session.typeText("hello there", 60);
    assertThat(session.shownOverlays).isZero();
  }

  @Test
  void isOnAbove30AndOffAt20Milliseconds() {
    long[] latency = {20};
    RemoteSession session =
        new RemoteSession(
            List.of(Manner.EDITS),
            () -> latency[0],
            () -> 0,
            RemoteSession.WIDE_COLUMNS,
            checked -> {});
    session.typeText("abc", 300);
    assertThat(session.shownOverlays).isPositive();
    latency[0] = 4;
    session.typeText("defghijklmnopqrs", 300);
    int then = session.shownOverlays;
    session.typeText("tuv", 300);
    assertThat(session.shownOverlays).isEqualTo(then);
  }

  @Test
  void neverShowsAPassword() {
    RemoteSession session =
        new RemoteSession(
            List.of(Manner.EDITS, Manner.SILENT),
            () -> 100,
            () -> 1,
            RemoteSession.WIDE_COLUMNS,
            checked ->
                checked.overlay.ifPresent(
                    shown ->
                        assertThat(checked.program.manner(checked.screen.row()))
                            .isEqualTo(Manner.EDITS)));
    session.typeText("sudo ls", 60);
    session.type("\r");
    session.typeText("secret", 30);
    session.advance(500);
    session.typeText("more", 200);
    session.advance(2_000);
    assertThat(session.shownOverlays).isPositive();
    assertThat(session.overlay).isEmpty();
  }

  @Test
  void nothingOnTheAlternateScreen() {
    RemoteSession session = RemoteSession.of(100, Manner.EDITS);
    session.typeText("abc", 300);
    int before = session.shownOverlays;
    assertThat(before).isPositive();
    session.alternate = true;
    session.predictor.drawn();
    session.typeText("jjjj", 300);
    assertThat(session.shownOverlays).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"世", "\u001b[200~text\u001b[201~", "word", "\r", "\u0001"})
  void aKeyThatMayDoAnythingEndsTheEpoch(String typed) {
    RemoteSession session = RemoteSession.of(100, Manner.EDITS);
    session.typeText("abc", 300);
    session.type(typed);
    int before = session.shownOverlays;
    session.type("n");
    assertThat(session.overlay).isEmpty();
    assertThat(session.shownOverlays).isEqualTo(before);
  }

  @Test
  void whatComesInsteadIsThereAtOnceAndNothingOfThePredictionStays() {
    RemoteSession session = RemoteSession.of(100, Manner.EDITS);
    session.typeText("abc", 300);
    session.type("d");
    session.type("e");
    assertThat(session.overlay).isPresent();
    session.interrupt();
    session.advance(101);
    assertThat(session.overlay).isEmpty();
  }
}
