package dev.devtail.router.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventReaderTest {

  private static final int MAX_BYTES = 4096;

  private static final String STREAM =
      """
      : OPENROUTER PROCESSING

      event: message_start
      data: {"type":"message_start","text":"Grüße 世界"}

      event: ping
      id: 7
      retry: 1000
      data: {}

      data: first
      data:second
      data
      unknown: field

      event: named, without data

      event: message_stop
      data: [DONE]

      """;

  private static final List<ServerSentEvent> EVENTS =
      List.of(
          new ServerSentEvent(
              "message_start", "{\"type\":\"message_start\",\"text\":\"Grüße 世界\"}"),
          new ServerSentEvent("ping", "{}"),
          new ServerSentEvent("", "first\nsecond\n"),
          new ServerSentEvent("message_stop", "[DONE]"));

  private final EventReader reader = new EventReader(MAX_BYTES);
  private final List<ServerSentEvent> events = new ArrayList<>();

  private int read(byte[] bytes, int from, int length) {
    return reader.read(bytes, from, length, events::add);
  }

  private static byte[] stream(String lineEnd) {
    return STREAM.replace("\n", lineEnd).getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void meansTheSameWhereverItIsSplit(String lineEnd) {
    byte[] stream = stream(lineEnd);
    for (int split = 0; split <= stream.length; split++) {
      EventReader own = new EventReader(MAX_BYTES);
      List<ServerSentEvent> seen = new ArrayList<>();
      own.read(stream, 0, split, seen::add);
      own.read(stream, split, stream.length - split, seen::add);
      assertThat(seen).as("split at %d", split).isEqualTo(EVENTS);
      assertThat(own.isWithinEvent()).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void meansTheSameByteByByte(String lineEnd) {
    byte[] stream = stream(lineEnd);
    for (int i = 0; i < stream.length; i++) {
      read(stream, i, 1);
    }
    assertThat(events).isEqualTo(EVENTS);
    assertThat(reader.isWithinEvent()).isFalse();
  }

  /** What is complete is handed on: joined, the parts are the stream, each ending with an event. */
  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void tellsHowMuchIsComplete(String lineEnd) {
    String end = lineEnd + lineEnd;
    byte[] stream = stream(lineEnd);
    int handedOn = 0;
    for (int i = 0; i < stream.length; i++) {
      if (read(stream, i, 1) == 1) {
        handedOn = i + 1;
        String soFar = new String(stream, 0, handedOn, StandardCharsets.UTF_8);
        // Of two characters at a line's end the second may come later, and belongs to the first.
        assertThat(soFar.endsWith(end) || soFar.endsWith(lineEnd + "\r")).isTrue();
      }
    }
    assertThat(handedOn).isEqualTo(stream.length);
  }

  @Test
  void anEventThatHasBegunIsNotComplete() {
    byte[] half = "data: 1\n\nevent: x\ndata: 2\n".getBytes(StandardCharsets.US_ASCII);
    assertThat(read(half, 0, half.length)).isEqualTo("data: 1\n\n".length());
    assertThat(events).containsExactly(new ServerSentEvent("", "1"));
    assertThat(reader.isWithinEvent()).isTrue();
  }

  @Test
  void aByteOrderMarkIsPassedOver() {
    byte[] stream = "\uFEFFdata: 1\n\n".getBytes(StandardCharsets.UTF_8);
    read(stream, 0, stream.length);
    assertThat(events).containsExactly(new ServerSentEvent("", "1"));
  }

  @Test
  void anEventWithoutEndIsRefused() {
    byte[] flood = new byte[MAX_BYTES + 1];
    assertThatThrownBy(() -> read(flood, 0, flood.length))
        .isInstanceOf(EventTooLargeException.class)
        .hasMessageContaining("4096 bytes");
  }
}
