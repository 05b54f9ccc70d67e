package dev.devtail.router.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.router.exchange.ProviderFault.Kind;
import dev.devtail.router.exchange.StreamGate.State;
import dev.devtail.router.sse.ServerSentEvent;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StreamGateTest {

  private static final ProviderFault STALLED = new ProviderFault(Kind.STALLED, "nothing came");

  /** A dialect, a whole answer in it, and where the answer itself begins. */
  enum Wire {
    ANTHROPIC(
        """
        event: message_start
        data: {"type":"message_start","message":{"id":"m1","usage":{"input_tokens":3}}}

        event: ping
        data: {"type": "ping"}

        event: content_block_start
        data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

        """,
        """
        event: content_block_delta
        data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Grü"}}

        : a comment

        event: something_new
        data: {"type":"something_new","unknown":[1,2]}

        event: content_block_stop
        data: {"type":"content_block_stop","index":0}

        event: message_delta
        data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":7}}

        event: message_stop
        data: {"type":"message_stop"}

        """,
        """
        event: error
        data: {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}

        """),
    CHAT(
        """
        : OPENROUTER PROCESSING

        data: {"id":"c1","choices":[{"index":0,"delta":{"role":"assistant","content":""}}]}

        data: {"id":"c1","choices":null}

        """,
        """
        data: {"id":"c1","choices":[{"index":0,"delta":{"content":"Grü"}}],"usage":null}

        data: {"id":"c1","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

        data: {"id":"c1","choices":[],"usage":{"prompt_tokens":3,"completion_tokens":7}}

        data: [DONE]

        """,
        """
        data: {"error":{"message":"Overloaded","code":503}}

        """),
    RESPONSES(
        """
        event: response.created
        data: {"type":"response.created","response":{"id":"r1"},"sequence_number":0}

        event: response.output_item.added
        data: {"type":"response.output_item.added","output_index":0,"item":{"type":"message"}}

        event: response.content_part.added
        data: {"type":"response.content_part.added","part":{"type":"output_text","text":""}}

        """,
        """
        event: response.output_text.delta
        data: {"type":"response.output_text.delta","delta":"Grü"}

        : a comment

        event: response.something_new
        data: {"type":"response.something_new"}

        event: response.output_text.done
        data: {"type":"response.output_text.done","text":"Grü"}

        event: response.completed
        data: {"type":"response.completed","response":{"id":"r1","usage":{"input_tokens":3}}}

        """,
        """
        event: response.failed
        data: {"type":"response.failed","response":{"error":{"code":"UNAVAILABLE","message":"Overloaded"}}}

        """);

    private final String preamble;
    private final String rest;
    private final String failure;

    Wire(String preamble, String rest, String failure) {
      this.preamble = preamble;
      this.rest = rest;
      this.failure = failure;
    }

    StreamDialect dialect() {
      return switch (this) {
        case ANTHROPIC -> new AnthropicStream();
        case CHAT -> new ChatStream();
        case RESPONSES -> new ResponsesStream();
      };
    }

    byte[] preamble() {
      return bytes(preamble);
    }

    byte[] whole() {
      return bytes(preamble + rest);
    }

    byte[] failure() {
      return bytes(failure);
    }

    byte[] part(int length) {
      return Arrays.copyOf(whole(), length);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] joined(byte[] left, byte[] right) {
    byte[] both = Arrays.copyOf(left, left.length + right.length);
    System.arraycopy(right, 0, both, left.length, right.length);
    return both;
  }

  /** What a caller sees of one stream. */
  private static final class Caller {

    final List<ServerSentEvent> metered = new ArrayList<>();
    final ByteArrayOutputStream got = new ByteArrayOutputStream();
    final StreamGate gate;

    Caller(Wire wire) {
      gate = new StreamGate(wire.dialect(), metered::add);
    }

    Caller send(byte[] stream, Random random, int most) {
      int at = 0;
      while (at < stream.length) {
        int length = Math.min(stream.length - at, 1 + random.nextInt(most));
        got.writeBytes(gate.accept(Arrays.copyOfRange(stream, at, at + length)));
        at += length;
      }
      return this;
    }

    void end() {
      got.writeBytes(gate.end());
    }

    void fail(ProviderFault fault) {
      got.writeBytes(gate.fail(fault));
    }

    String text() {
      return got.toString(StandardCharsets.UTF_8);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aWholeStreamComesByteForByteHoweverItIsSplit(Wire wire) {
    for (int seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      Caller caller = new Caller(wire).send(wire.whole(), random, 1 + random.nextInt(200));
      assertThat(caller.gate.state()).isEqualTo(new State.Open());
      caller.end();
      assertThat(caller.got.toByteArray()).as("seed %d", seed).isEqualTo(wire.whole());
      assertThat(caller.gate.state()).isEqualTo(new State.Done());
    }
  }

  @ParameterizedTest
  @EnumSource
  void nothingGoesOutBeforeTheAnswerBegins(Wire wire) {
    Caller caller = new Caller(wire).send(wire.preamble(), new Random(1), 10);
    assertThat(caller.got.size()).isZero();
    assertThat(caller.gate.state()).isEqualTo(new State.Holding());
  }

  /** Wherever it breaks, and however: another is asked, or the caller is told. Never neither. */
  @ParameterizedTest
  @EnumSource
  void aFaultIsCuredOrTold(Wire wire) {
    int cured = 0;
    int told = 0;
    for (int seed = 0; seed < 10_000; seed++) {
      Random random = new Random(seed);
      // Without its last event: with that, the answer would be whole.
      int cut = random.nextInt(wire.whole().length - 40);
      Caller caller = new Caller(wire).send(wire.part(cut), random, 1 + random.nextInt(300));
      boolean seen = caller.got.size() > 0;
      if (random.nextBoolean()) {
        caller.end();
      } else {
        caller.fail(STALLED);
      }
      switch (caller.gate.state()) {
        case State.Failed(ProviderFault fault) -> {
          assertThat(seen).as("seed %d", seed).isFalse();
          assertThat(caller.got.size()).isZero();
          assertThat(fault.kind()).isIn(Kind.CUT, Kind.STALLED);
          cured++;
        }
        case State.Broken(ProviderFault fault) -> {
          String text = caller.text();
          byte[] sent = caller.got.toByteArray();
          String last = new String(wire.dialect().failure(fault), StandardCharsets.UTF_8);
          assertThat(text).as("seed %d", seed).endsWith("\n\n" + last);
          byte[] before = Arrays.copyOf(sent, sent.length - bytes(last).length);
          assertThat(wire.part(before.length)).isEqualTo(before);
          told++;
        }
        case State.Holding(), State.Open(), State.Done() ->
            throw new AssertionError("seed %d: %s".formatted(seed, caller.gate.state()));
      }
    }
    assertThat(cured).isGreaterThan(1_000);
    assertThat(told).isGreaterThan(1_000);
  }

  @ParameterizedTest
  @EnumSource
  void theProvidersOwnErrorIsCuredBeforeTheAnswerAndPassedOnWithinIt(Wire wire) {
    Caller early =
        new Caller(wire).send(joined(wire.preamble(), wire.failure()), new Random(1), 50);
    assertThat(early.gate.state())
        .isEqualTo(new State.Failed(new ProviderFault(Kind.OVERLOADED, "Overloaded")));
    assertThat(early.got.size()).isZero();

    String answer = new String(wire.whole(), StandardCharsets.UTF_8);
    int border = answer.indexOf("\n\n", answer.indexOf("Grü")) + 2;
    byte[] stream = joined(bytes(answer.substring(0, border)), wire.failure());
    Caller late = new Caller(wire).send(stream, new Random(2), 50);
    late.end();
    assertThat(late.got.toByteArray()).isEqualTo(stream);
    assertThat(late.gate.state())
        .isEqualTo(new State.Broken(new ProviderFault(Kind.OVERLOADED, "Overloaded")));
  }

  @ParameterizedTest
  @EnumSource
  void afterItsEndNothingChanges(Wire wire) {
    Caller caller = new Caller(wire).send(wire.whole(), new Random(1), 50);
    caller.end();
    caller.fail(STALLED);
    caller.end();
    assertThat(caller.gate.accept(wire.whole())).isEmpty();
    assertThat(caller.got.toByteArray()).isEqualTo(wire.whole());
  }

  @Test
  void theMeterSeesEveryEvent() {
    Caller caller = new Caller(Wire.ANTHROPIC).send(Wire.ANTHROPIC.whole(), new Random(1), 7);
    assertThat(caller.metered)
        .extracting(ServerSentEvent::type)
        .containsExactly(
            "message_start",
            "ping",
            "content_block_start",
            "content_block_delta",
            "something_new",
            "content_block_stop",
            "message_delta",
            "message_stop");
  }

  @Test
  void whatIsHeldBackIsBounded() {
    StreamGate gate = new StreamGate(new AnthropicStream(), event -> {});
    byte[] pings = bytes("event: ping\ndata: {}\n\n".repeat(1_000));
    int sent = 0;
    for (int i = 0; i < 20; i++) {
      sent += gate.accept(pings).length;
    }
    assertThat(gate.state()).isEqualTo(new State.Open());
    assertThat(sent).isEqualTo(20 * pings.length);
  }

  @Test
  void anEventWithoutEndIsAFault() {
    StreamGate gate = new StreamGate(new AnthropicStream(), event -> {});
    byte[] endless = new byte[StreamGate.MAX_EVENT_BYTES + 1];
    gate.accept(endless);
    assertThat(gate.state())
        .isInstanceOfSatisfying(
            State.Failed.class,
            failed -> assertThat(failed.fault().kind()).isEqualTo(Kind.MALFORMED));
  }
}
