package dev.devtail.terminal.recording;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.terminal.domain.WindowSize;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CastFileTest {

  private static final WindowSize SIZE = new WindowSize(80, 24);

  @TempDir Path directory;

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final CastFile file = new CastFile(Channels.newChannel(written));

  private String[] lines() throws IOException {
    file.close();
    return written.toString(StandardCharsets.UTF_8).split("\n");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void headerIsThatOfVersionTwo() throws IOException {
    file.header(SIZE, Instant.ofEpochSecond(7), "a \"b\"", Map.of("TERM", "xterm", "SHELL", "/sh"));
    JsonNode header = JsonMapper.builder().build().readTree(lines()[0]);
    assertThat(header.get("version").asInt()).isEqualTo(2);
    assertThat(header.get("width").asInt()).isEqualTo(80);
    assertThat(header.get("height").asInt()).isEqualTo(24);
    assertThat(header.get("timestamp").asLong()).isEqualTo(7);
    assertThat(header.get("title").asString()).isEqualTo("a \"b\"");
    assertThat(header.get("env").get("TERM").asString()).isEqualTo("xterm");
  }

  @Test
  void eventsHaveTimeKindAndData() throws IOException {
    file.output(5, bytes("a\033[1m\"\\\r\n\t\001"));
    file.resize(61_234, new WindowSize(100, 30));
    assertThat(lines())
        .containsExactly(
            "[0.005, \"o\", \"a\\u001b[1m\\\"\\\\\\r\\n\\t\\u0001\"]",
            "[61.234, \"r\", \"100x30\"]");
  }

  @Test
  void timeNeverGoesBack() throws IOException {
    file.output(2000, bytes("a"));
    file.output(1000, bytes("b"));
    assertThat(lines()[1]).startsWith("[2.000,");
  }

  @Test
  void characterThatIsCutIsWholeInItsEvent() throws IOException {
    byte[] face = bytes("x😀y");
    file.output(1, Arrays.copyOfRange(face, 0, 3));
    file.output(2, Arrays.copyOfRange(face, 3, 4));
    file.output(3, Arrays.copyOfRange(face, 4, face.length));
    assertThat(lines()).containsExactly("[0.001, \"o\", \"x\"]", "[0.003, \"o\", \"😀y\"]");
  }

  @Test
  void whatIsNoUtf8IsReplaced() throws IOException {
    file.output(1, new byte[] {'a', (byte) 0xFF, 'b', (byte) 0xE2, (byte) 0x82});
    assertThat(lines())
        .containsExactly("[0.001, \"o\", \"a\uFFFDb\"]", "[0.001, \"o\", \"\uFFFD\"]");
  }

  /** However the bytes are cut, they are read as what they are as a whole. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void isReadAsItWasWritten(long seed) throws IOException {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      int codePoint = random.nextInt(random.nextBoolean() ? 0x80 : Character.MAX_CODE_POINT + 1);
      text.appendCodePoint(
          codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE
              ? '"'
              : codePoint);
    }
    byte[] all = bytes(text.toString());
    long time = 0;
    file.header(SIZE, Instant.EPOCH, "t", Map.of());
    for (int at = 0; at < all.length; ) {
      int end = Math.min(all.length, at + 1 + random.nextInt(random.nextBoolean() ? 3 : 3000));
      file.output(time++, Arrays.copyOfRange(all, at, end));
      at = end;
    }
    file.close();
    Path path = directory.resolve("a.cast");
    Files.write(path, written.toByteArray());
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    try (CastReader reader = new CastReader(path, 0)) {
      while (reader.hasNext()) {
        if (reader.next() == CastReader.Kind.OUTPUT) {
          String event = new String(reader.data(), 0, reader.length(), StandardCharsets.UTF_8);
          assertThat(bytes(event)).as("whole characters").hasSize(reader.length());
          read.write(reader.data(), 0, reader.length());
        }
      }
      assertThat(reader.offset()).isEqualTo(file.writtenBytes());
    }
    assertThat(read.toByteArray()).isEqualTo(all);
  }
}
