package dev.devtail.bench.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinkTest {

  @TempDir private Path directory;

  @Test
  void everyNameIsALink() {
    assertThat(Link.NAMES).allSatisfy(name -> assertThat(Link.of(name).windowBytes()).isPositive());
  }

  @Test
  void windowLetsTheBandwidthBeUsed() {
    assertThat(Link.NAMES)
        .map(Link::of)
        .allSatisfy(
            link ->
                assertThat(link.windowBytes() * 1e9)
                    .isGreaterThan(
                        link.delay().plus(link.jitter()).toNanos()
                            * (double) link.downBytesPerSecond()));
  }

  @Test
  void readsAFile() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("mine"),
            "delay-ms=12.5\nup-kbytes-s=10\ndown-kbytes-s=20\ntunnel-every-s=3\ntunnel-s=1\n");
    assertThat(Link.of(file.toString()))
        .isEqualTo(
            new Link(
                Duration.ofNanos(12_500_000),
                Duration.ZERO,
                10_000,
                20_000,
                64_000,
                0,
                new Link.Tunnels(Duration.ofSeconds(3), Duration.ofSeconds(1), 0)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          down-kbytes-s=20                           | up-kbytes-s: null (expected: a number)
          up-kbytes-s=0;down-kbytes-s=20             | up-kbytes-s: 0 (expected: > 0)
          up-kbytes-s=1;down-kbytes-s=1;loss=1       | loss: 1.0 (expected: >= 0, < 1)
          up-kbytes-s=1;down-kbytes-s=1;delay-ms=x   | delay-ms: x (expected: a number)
          up-kbytes-s=1;down-kbytes-s=1;dellay-ms=1  | unknown keys: [dellay-ms]
          """)
  void saysWhatIsWrong(String content, String message) throws IOException {
    Path file = Files.writeString(directory.resolve("bad"), content.replace(';', '\n'));
    assertThatThrownBy(() -> Link.of(file.toString())).hasMessage(message);
  }

  @Test
  void unknownNameIsRefused() {
    assertThatThrownBy(() -> Link.of("5g"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("5g (expected: 3g, 4g, train, lossy, or a file)");
  }
}
