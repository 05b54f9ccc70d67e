package dev.devtail.terminal.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Byte streams that no program would write: random ones, and recordings of real programs that were
 * damaged. None may bring the screen down, none may hang or grow it, and a stream must mean the
 * same in whatever pieces it comes. The number of streams is system property {@code
 * devtail.screen.fuzz}, the first seed {@code devtail.screen.seed}; a failure tells its seed.
 */
class ScreenFuzzTest {

  private static final int STREAMS = Integer.getInteger("devtail.screen.fuzz", 20_000);
  private static final int FIRST_SEED = Integer.getInteger("devtail.screen.seed", 1);
  private static final int MAX_STREAM_BYTES = 4096;
  private static final int SCROLLBACK = 100;

  /** What one stream may take, however loaded the machine is. */
  private static final long MAX_STREAM_NANOS = 5_000_000_000L;

  /** A screen of at most 60 by 30 with 100 lines above, its styles, links and marks included. */
  private static final long MAX_GROWTH_BYTES = 8L << 20;

  /**
   * While lines are not wrapped, what xterm.js makes of a wide character that is overwritten at the
   * right margin depends on the pieces in which it comes; the screen follows it in that.
   */
  private static final Pattern WRAPPING_OFF = Pattern.compile("\\[\\?([0-9]+;)*0*7(;[0-9]+)*l");

  private static final byte[] FREQUENT =
      "\033[]P;:?0123456789mHJKLMPSTXbhlrsu\u00e9\u4e16\b\t\n\r\u0007\\"
          .getBytes(StandardCharsets.UTF_8);

  private static List<byte[]> recordings = List.of();

  @BeforeAll
  static void load() throws IOException, URISyntaxException {
    Path directory =
        Path.of(Objects.requireNonNull(ScreenFuzzTest.class.getResource("/screen")).toURI());
    try (Stream<Path> files = Files.list(directory)) {
      recordings =
          files
              .filter(file -> file.toString().endsWith(".bin"))
              .sorted()
              .map(ScreenFuzzTest::read)
              .toList();
    }
    assertThat(recordings).isNotEmpty();
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void noStreamBringsItDownHangsItOrMeansSomethingElseInPieces() {
    int different = 0;
    for (int seed = FIRST_SEED; seed < FIRST_SEED + STREAMS; seed++) {
      Random random = new Random(seed);
      int columns = 2 + random.nextInt(59);
      int rows = 2 + random.nextInt(29);
      byte[] stream = stream(random, columns, rows);
      Screen whole = new Screen(columns, rows, random.nextInt(SCROLLBACK));
      Screen pieces = new Screen(columns, rows, SCROLLBACK);
      Screen again = new Screen(columns, rows, SCROLLBACK);
      long began = System.nanoTime();
      try {
        whole.write(stream, 0, stream.length);
        whole.resize(2 + random.nextInt(59), 1 + random.nextInt(30));
        whole.dump();
        again.write(stream, 0, stream.length);
        inPieces(stream, pieces, random);
      } catch (RuntimeException failure) {
        throw new AssertionError("seed " + seed, failure);
      }
      if (!Arrays.equals(pieces.dump(), again.dump())) {
        assertThat(new String(stream, StandardCharsets.ISO_8859_1))
            .as("means something else in pieces, seed %d", seed)
            .containsPattern(WRAPPING_OFF);
        different++;
      }
      assertThat(System.nanoTime() - began).as("seed %d", seed).isLessThan(MAX_STREAM_NANOS);
    }
    System.out.printf(
        "screen fuzz: %d streams from seed %d, %d not the same in pieces%n",
        STREAMS, FIRST_SEED, different);
    assertThat(different).isLessThanOrEqualTo(1 + STREAMS / 5_000);
  }

  /** One screen that lives through all of it. */
  @Test
  void aScreenDoesNotGrowWithWhatItHasSeen() {
    Screen screen = new Screen(60, 30, SCROLLBACK);
    feed(screen, STREAMS / 20);
    long before = liveBytes();
    feed(screen, STREAMS / 4);
    assertThat(liveBytes() - before).isLessThan(MAX_GROWTH_BYTES);
    assertThat(screen.dump()).isNotEmpty();
  }

  private static void feed(Screen screen, int streams) {
    for (int seed = FIRST_SEED; seed < FIRST_SEED + streams; seed++) {
      Random random = new Random(seed);
      byte[] stream = stream(random, 60, 30);
      screen.write(stream, 0, stream.length);
    }
  }

  private static long liveBytes() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static void inPieces(byte[] stream, Screen screen, Random random) {
    int at = 0;
    while (at < stream.length) {
      int length = Math.min(stream.length - at, 1 + random.nextInt(random.nextBoolean() ? 3 : 200));
      screen.write(stream, at, length);
      at += length;
    }
  }

  private static byte[] stream(Random random, int columns, int rows) {
    return switch (random.nextInt(4)) {
      case 0 -> noise(random);
      case 1 -> Streams.random(random, columns, rows, 5 + random.nextInt(60));
      default -> damaged(random);
    };
  }

  private static byte[] noise(Random random) {
    byte[] noise = new byte[random.nextInt(MAX_STREAM_BYTES / 2)];
    random.nextBytes(noise);
    boolean likeSequences = random.nextInt(3) > 0;
    for (int i = 0; i < noise.length && likeSequences; i++) {
      if (random.nextInt(4) > 0) {
        noise[i] = FREQUENT[random.nextInt(FREQUENT.length)];
      }
    }
    return noise;
  }

  /** A part of a recording, and a few pieces of it turned over, doubled, lost or from another. */
  private static byte[] damaged(Random random) {
    byte[] stream = slice(random, MAX_STREAM_BYTES / 2);
    for (int times = random.nextInt(8); times > 0 && stream.length > 1; times--) {
      int from = random.nextInt(stream.length);
      int to = from + random.nextInt(Math.min(64, stream.length - from) + 1);
      stream =
          switch (random.nextInt(5)) {
            case 0 -> flipped(stream, from, random);
            case 1 -> joined(stream, from, new byte[0], to);
            case 2 -> joined(stream, to, Arrays.copyOfRange(stream, from, to), to);
            case 3 -> joined(stream, from, slice(random, 64), to);
            default -> joined(stream, from, number(random), from);
          };
    }
    return stream;
  }

  private static byte[] slice(Random random, int most) {
    byte[] recording = recordings.get(random.nextInt(recordings.size()));
    int length = random.nextInt(Math.min(most, recording.length));
    int from = random.nextInt(recording.length - length);
    return Arrays.copyOfRange(recording, from, from + length);
  }

  private static byte[] flipped(byte[] stream, int at, Random random) {
    stream[at] ^= (byte) (1 << random.nextInt(Byte.SIZE));
    return stream;
  }

  /** Where a parameter stands it becomes another, up to far too large. */
  private static byte[] number(Random random) {
    return Long.toString(random.nextLong() >>> random.nextInt(Long.SIZE))
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] joined(byte[] stream, int end, byte[] between, int from) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(stream, 0, end);
    out.writeBytes(between);
    out.write(stream, from, stream.length - from);
    return out.toByteArray();
  }
}
