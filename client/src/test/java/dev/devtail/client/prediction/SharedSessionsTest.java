package dev.devtail.client.prediction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.client.VirtualLoop;
import dev.devtail.client.prediction.SimulatedProgram.Manner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sessions that all clients are held to: what they draw after each step is in a file that the tests
 * of the web app read, too. It is written anew with {@value #WRITE_PROPERTY}.
 */
class SharedSessionsTest {

  private static final String WRITE_PROPERTY = "devtail.prediction.sessions.write";
  private static final Path FILE =
      Path.of(System.getProperty("devtail.root", ".."))
          .resolve("client/src/test/resources/prediction-sessions.json");
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int SESSIONS = 18;
  private static final int KEYS = 50;

  @Test
  void everyStepDrawsWhatTheFileSays() {
    List<List<SessionStep>> sessions = read();
    assertThat(sessions).hasSize(SESSIONS);
    for (List<SessionStep> session : sessions) {
      assertThat(replayed(session)).isEqualTo(session);
    }
    assertThat(sessions.stream().flatMap(List::stream).filter(step -> step.overlay() != null))
        .hasSizeGreaterThan(100);
  }

  @Test
  @EnabledIfSystemProperty(named = WRITE_PROPERTY, matches = "true")
  void write() throws IOException {
    String sessions =
        IntStream.rangeClosed(1, SESSIONS)
            .mapToObj(seed -> recorded(new Random(seed)))
            .map(SharedSessionsTest::replayed)
            .map(
                steps ->
                    steps.stream()
                        .map(JSON::writeValueAsString)
                        .collect(Collectors.joining(",\n", "[\n", "\n]")))
            .collect(Collectors.joining(",\n", "[\n", "\n]\n"));
    Files.createDirectories(FILE.getParent());
    Files.writeString(FILE, sessions);
  }

  private static List<List<SessionStep>> read() {
    try {
      return JSON.readValue(Files.readString(FILE), new TypeReference<>() {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Keys and networks of all kinds: the link is fast for a while in some. */
  private static List<SessionStep> recorded(Random random) {
    boolean[] fast = new boolean[1];
    List<Manner> all = List.of(Manner.values());
    RemoteSession session =
        new RemoteSession(
            Stream.concat(Stream.of(Manner.EDITS), random.ints(3, 0, all.size()).mapToObj(all::get))
                .toList(),
            () -> fast[0] ? random.nextInt(1, 5) : random.nextInt(10, 250),
            () -> random.nextInt(8) == 0 ? random.nextInt(500) : random.nextInt(5),
            random.nextBoolean() ? RemoteSession.NARROW_COLUMNS : RemoteSession.WIDE_COLUMNS,
            checked -> {});
    for (int key = 0; key < KEYS; key++) {
      fast[0] = random.nextInt(15) == 0 ? !fast[0] : fast[0];
      if (random.nextInt(100) < 3) {
        session.interrupt();
      }
      session.type(PredictorPropertyTest.anyKey(random));
      for (int wait = random.nextInt(3); wait > 0; wait--) {
        session.advance(random.nextInt(1, 150));
      }
    }
    session.advance(2_000);
    return session.steps;
  }

  /** The same steps with what is drawn after each. */
  private static List<SessionStep> replayed(List<SessionStep> steps) {
    VirtualLoop loop = new VirtualLoop();
    long start = loop.nanoTime();
    List<Optional<EditedLine>> line = new ArrayList<>(List.of(Optional.empty()));
    List<Optional<Overlay>> overlay = new ArrayList<>(List.of(Optional.empty()));
    Predictor predictor =
        new Predictor(loop, () -> line.getFirst(), drawn -> overlay.set(0, drawn));
    List<SessionStep> replayed = new ArrayList<>();
    for (SessionStep step : steps) {
      loop.advance(Duration.ofMillis(step.at()).minusNanos(loop.nanoTime() - start));
      if (step.line() != null) {
        line.set(0, step.line().edited());
        predictor.drawn();
      } else if (step.typed() != null && step.end() != null) {
        predictor.typed(step.typed(), step.end());
      } else if (step.acknowledged() != null) {
        predictor.acknowledged(step.acknowledged());
      }
      replayed.add(step.with(overlay.getFirst()));
    }
    return replayed;
  }
}
