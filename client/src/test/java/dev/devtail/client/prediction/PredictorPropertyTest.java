package dev.devtail.client.prediction;

import static dev.devtail.client.prediction.RemoteSession.NARROW_COLUMNS;
import static dev.devtail.client.prediction.RemoteSession.WIDE_COLUMNS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.client.prediction.SimulatedProgram.Manner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What holds for all keys, programs and networks; more of them with {@value #SEEDS_PROPERTY}. */
class PredictorPropertyTest {

  private static final String SEEDS_PROPERTY = "devtail.prediction.seeds";
  private static final int SEEDS = Integer.getInteger(SEEDS_PROPERTY, 50);

  private static final List<String> EDITING_KEYS =
      List.of("a", "b", "c", " ", "é", "x", "y", "\u007f", "\u001b[D", "\u001b[C");
  private static final List<String> MOVING_KEYS = EDITING_KEYS.subList(7, 10);
  private static final List<String> OTHER_KEYS = List.of("\r", "\u0001", "\u001b[A", "世", "pasted");
  private static final Set<Manner> HIDING = Set.of(Manner.SILENT, Manner.STARS);

  /** Letters that are found in nothing else that is printed, and have one capital letter. */
  private static final List<String> LETTERS =
      IntStream.rangeClosed('\u00e0', '\u024f')
          .filter(Character::isLowerCase)
          .mapToObj(Character::toString)
          .filter(letter -> letter.toUpperCase(Locale.ROOT).length() == 1)
          .toList();

  @Test
  void nothingWrongStaysLongerThanAConfirmation() {
    forAllSeeds(
        random -> {
          RemoteSession session =
              remoteSession(random, PredictorPropertyTest::checkThatNothingKnownIsMarked);
          for (int step = 0; step < 150; step++) {
            typeAndWait(session, anyKey(random), random);
          }
          session.advance(10_000);
          assertThat(session.overlay).isEmpty();
        });
  }

  private static void checkThatNothingKnownIsMarked(RemoteSession session) {
    session.overlay.ifPresent(
        overlay -> {
          assertThat(session.isOverdue(session.typed)).as("shown though all is known").isFalse();
          overlay
              .cells()
              .forEach(
                  (column, text) ->
                      assertThat(text).isNotEqualTo(session.screen.cells().get(column)));
          assertThat(HIDING).doesNotContain(session.program.manner(session.screen.row()));
        });
  }

  /** Every letter is typed once, so that it is known where it comes from. */
  @Test
  void noLetterIsShownThatIsHiddenOrThatTheProgramHasAnswered() {
    forAllSeeds(
        random -> {
          Map<String, Long> keys = new HashMap<>();
          Set<String> hidden = new HashSet<>();
          RemoteSession session =
              remoteSession(random, checked -> checkLetters(checked, keys, hidden));
          for (String letter : LETTERS) {
            for (int others = random.nextInt(3); others > 0; others--) {
              String other = pick(random.nextInt(10) < 8 ? MOVING_KEYS : OTHER_KEYS, random);
              typeAndWait(session, other, random);
            }
            keys.put(letter, session.typed + 1);
            if (HIDING.contains(session.ideal.manner())) {
              hidden.add(letter);
            }
            typeAndWait(session, letter, random);
          }
          session.advance(10_000);
          assertThat(session.overlay).isEmpty();
        });
  }

  private static void checkLetters(
      RemoteSession session, Map<String, Long> keys, Set<String> hidden) {
    session.overlay.ifPresent(
        overlay -> {
          List<String> shown = new ArrayList<>(overlay.cells().values());
          shown.removeAll(session.screen.cells());
          assertThat(shown).as("hidden").noneMatch(hidden::contains);
          for (String letter : shown) {
            long key = keys.getOrDefault(letter, 0L);
            assertThat(key).as("%s was answered", letter).isGreaterThan(session.echoed);
            assertThat(session.isOverdue(key)).as("%s should be there", letter).isFalse();
          }
        });
  }

  /** Nothing else prints, and the program edits: then no picture is shown that does not come. */
  @Test
  void picturesOfALineEditorAreThoseThatCome() {
    int[] pictures = new int[1];
    forAllSeeds(
        random -> {
          RemoteSession session =
              new RemoteSession(
                  List.of(Manner.EDITS),
                  () -> 100,
                  () -> 1,
                  WIDE_COLUMNS,
                  checked ->
                      checked.overlay.ifPresent(
                          shown -> {
                            assertThat(checked.toCome()).contains(checked.seen());
                            pictures[0]++;
                          }));
          for (int step = 0; step < 100; step++) {
            int most = random.nextInt(10) < 7 ? 7 : EDITING_KEYS.size();
            session.type(EDITING_KEYS.get(random.nextInt(most)));
            session.advance(random.nextInt(1, 150));
            if (random.nextInt(20) == 0) {
              session.type("\r");
              session.advance(random.nextInt(800));
            }
          }
          session.advance(5_000);
          assertThat(session.overlay).isEmpty();
        });
    assertThat(pictures[0]).isGreaterThan(100 * SEEDS);
  }

  private static RemoteSession remoteSession(Random random, Consumer<RemoteSession> checked) {
    List<Manner> all = List.of(Manner.values());
    return new RemoteSession(
        random.ints(random.nextInt(1, 5), 0, all.size()).mapToObj(all::get).toList(),
        () -> random.nextInt(1, 200),
        () -> random.nextInt(10) == 0 ? random.nextInt(500) : random.nextInt(5),
        random.nextBoolean() ? NARROW_COLUMNS : WIDE_COLUMNS,
        checked);
  }

  private static void typeAndWait(RemoteSession session, String key, Random random) {
    if (random.nextInt(100) < 3) {
      session.interrupt();
    }
    session.type(key);
    for (int wait = random.nextInt(4); wait > 0; wait--) {
      session.advance(random.nextInt(1, 120));
    }
  }

  /** All that fail are named. */
  private static void forAllSeeds(Consumer<Random> property) {
    Map<Integer, String> failed = new TreeMap<>();
    for (int seed = 1; seed <= SEEDS; seed++) {
      try {
        property.accept(new Random(seed));
      } catch (AssertionError broken) {
        failed.put(seed, String.valueOf(broken.getMessage()));
      }
    }
    assertThat(failed).as("what failed, by seed").isEmpty();
  }

  static String anyKey(Random random) {
    return pick(random.nextInt(10) < 9 ? EDITING_KEYS : OTHER_KEYS, random);
  }

  private static String pick(List<String> keys, Random random) {
    return keys.get(random.nextInt(keys.size()));
  }
}
