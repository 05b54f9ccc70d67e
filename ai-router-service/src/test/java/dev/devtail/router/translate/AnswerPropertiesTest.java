package dev.devtail.router.translate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.router.exchange.ProviderFault;
import dev.devtail.router.exchange.StreamDialect;
import dev.devtail.router.exchange.StreamGate;
import dev.devtail.router.protocol.CallerProtocol;
import dev.devtail.router.protocol.ProviderProtocol;
import dev.devtail.router.route.ModelName;
import dev.devtail.router.translate.Goldens.Event;
import dev.devtail.router.translate.Goldens.Streamed;
import dev.devtail.router.translate.Goldens.Whole;
import dev.devtail.router.translate.answer.Answer;
import dev.devtail.router.translate.answer.AnswerCollector;
import dev.devtail.router.translate.answer.AnswerContext;
import dev.devtail.router.translate.answer.AnswerEvent;
import dev.devtail.router.translate.answer.AnswerReader;
import dev.devtail.router.translate.answer.AnswerWriter;
import dev.devtail.router.translate.answer.StopReason;
import dev.devtail.router.translate.chat.ChatAnswerReader;
import dev.devtail.router.translate.chat.ChatAnswerWriter;
import dev.devtail.router.translate.conversation.Block;
import dev.devtail.router.translate.conversation.Signature;
import dev.devtail.router.translate.conversation.ToolId;
import dev.devtail.router.translate.messages.MessagesAnswerReader;
import dev.devtail.router.translate.messages.MessagesAnswerWriter;
import dev.devtail.router.translate.responses.ResponsesAnswerWriter;
import dev.devtail.router.usage.Usage;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** What holds for every answer, whoever gives it and whoever reads it. */
class AnswerPropertiesTest {

  private static final AnswerContext CONTEXT =
      Goldens.context(new ModelName("anthropic", "claude"));

  /** Events as providers' readers tell them. */
  private static List<AnswerEvent> answer(Random random) {
    List<AnswerEvent> events = new ArrayList<>();
    events.add(new AnswerEvent.Started(new Usage(3, 0, 0, 0, 0, 0, 0)));
    int calls = 0;
    for (int i = random.nextInt(5); i > 0; i--) {
      switch (random.nextInt(3)) {
        case 0 -> {
          events.add(new AnswerEvent.ThinkingStarted());
          pieces(random, "Hm, Grüße 😀 \"\\", AnswerEvent.ThinkingDelta::new, events);
          events.add(new AnswerEvent.Signed(new Signature(Signature.Origin.ANTHROPIC, "EqQB" + i)));
        }
        case 1 -> {
          events.add(new AnswerEvent.TextStarted());
          pieces(random, "Well,\n\tdata: x\r\n\r\n", AnswerEvent.TextDelta::new, events);
        }
        default -> {
          events.add(new AnswerEvent.ToolUseStarted(ToolId.of("toolu_" + calls), "tool"));
          calls++;
          if (random.nextBoolean()) {
            pieces(random, "{\"x\": [1, \"ü\"]}", AnswerEvent.InputDelta::new, events);
          }
        }
      }
      events.add(new AnswerEvent.BlockEnded());
    }
    StopReason reason =
        calls > 0
            ? StopReason.TOOL_USE
            : List.of(StopReason.END, StopReason.MAX_TOKENS).get(random.nextInt(2));
    events.add(
        new AnswerEvent.Finished(reason, null, new Usage(3, 5, 0, 0, 7, random.nextInt(7), 0)));
    return events;
  }

  private static <E extends AnswerEvent> void pieces(
      Random random, String text, Function<String, E> event, List<AnswerEvent> events) {
    int at = 0;
    while (at < text.length()) {
      int end = Math.min(text.length(), at + 1 + random.nextInt(8));
      if (end < text.length() && Character.isLowSurrogate(text.charAt(end))) {
        end++;
      }
      events.add(event.apply(text.substring(at, end)));
      at = end;
    }
  }

  private static Answer collected(Consumer<AnswerCollector> reading) {
    AnswerCollector collector = new AnswerCollector();
    reading.accept(collector);
    assertThat(collector.fault()).isEmpty();
    return collector.answer().orElseThrow();
  }

  private static byte[] streamed(AnswerWriter writer, List<AnswerEvent> events) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    events.forEach(event -> writer.write(event, out));
    return out.toByteArray();
  }

  private static Answer readStream(AnswerReader reader, byte[] stream) {
    return collected(
        collector -> {
          for (Event event : Goldens.events(stream)) {
            reader.next(event.data().toString(), collector);
          }
          reader.end(collector);
        });
  }

  private static Answer readWhole(AnswerReader reader, byte[] whole) {
    return collected(collector -> reader.whole(Goldens.JSON.readTree(whole), collector));
  }

  @Test
  void aStreamOfMessagesIsTheWholeAnswer() {
    for (int seed = 0; seed < 1000; seed++) {
      List<AnswerEvent> events = answer(new Random(seed));
      Answer answer = collected(events::forEach);
      byte[] stream = streamed(new MessagesAnswerWriter(CONTEXT), events);
      byte[] whole = new MessagesAnswerWriter(CONTEXT).whole(answer);
      Answer fromStream = readStream(new MessagesAnswerReader(CONTEXT), stream);
      assertThat(fromStream)
          .as("seed %d", seed)
          .isEqualTo(readWhole(new MessagesAnswerReader(CONTEXT), whole));
      // What Messages hold is everything but which of the output was thinking.
      assertThat(fromStream.blocks()).isEqualTo(answer.blocks());
      assertThat(fromStream.usage().totalInput()).isEqualTo(answer.usage().totalInput());
    }
  }

  @Test
  void aStreamOfChatCompletionsIsTheWholeAnswer() {
    for (int seed = 0; seed < 1000; seed++) {
      List<AnswerEvent> events = answer(new Random(seed));
      Answer answer = collected(events::forEach);
      Answer fromStream =
          readStream(
              new ChatAnswerReader(CONTEXT), streamed(new ChatAnswerWriter(CONTEXT), events));
      Answer fromWhole =
          readWhole(new ChatAnswerReader(CONTEXT), new ChatAnswerWriter(CONTEXT).whole(answer));
      assertThat(joined(fromStream)).as("seed %d", seed).isEqualTo(joined(fromWhole));
      assertThat(joined(fromStream)).isEqualTo(joined(answer));
      assertThat(fromStream.usage()).isEqualTo(fromWhole.usage()).isEqualTo(answer.usage());
      assertThat(fromStream.reason()).isEqualTo(answer.reason());
    }
  }

  /** Chat Completions have one text, one thought, and calls. */
  private static List<String> joined(Answer answer) {
    StringBuilder text = new StringBuilder();
    StringBuilder thought = new StringBuilder();
    List<String> all = new ArrayList<>();
    for (Block block : answer.blocks()) {
      switch (block) {
        case Block.Text more -> text.append(more.text());
        case Block.Thinking more -> thought.append(more.text());
        default -> all.add(block.toString());
      }
    }
    all.add(text.toString());
    all.add(thought.toString());
    return all;
  }

  @Test
  void theLastEventOfResponsesIsTheWholeAnswer() {
    for (int seed = 0; seed < 1000; seed++) {
      List<AnswerEvent> events = answer(new Random(seed));
      byte[] stream = streamed(new ResponsesAnswerWriter(CONTEXT), events);
      JsonNode last = (JsonNode) Goldens.events(stream).getLast().data();
      JsonNode whole =
          Goldens.JSON.readTree(
              new ResponsesAnswerWriter(CONTEXT).whole(collected(events::forEach)));
      assertThat(compact(last.path("response"))).as("seed %d", seed).isEqualTo(compact(whole));
    }
  }

  /** The same but for blanks in the inputs of tools, which are the model's. */
  private static String compact(JsonNode response) {
    return response.toString().replace(": [1, ", ":[1,");
  }

  /** Whatever a provider sends: no exception, and never more than one start and one end. */
  @ParameterizedTest
  @MethodSource("dev.devtail.router.translate.Goldens#streams")
  void nonsenseInAStreamIsAFaultOrPassedOver(Streamed golden) {
    int faults = 0;
    int ends = 0;
    for (int seed = 0; seed < 1000; seed++) {
      Random random = new Random(seed);
      AnswerStream stream = golden.translation().stream(golden.context());
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.writeBytes(stream.accept(mutated(golden.stream(), random)));
      out.writeBytes(stream.end());
      List<Event> events = Goldens.events(out.toByteArray());
      int end = 0;
      int start = 0;
      for (Event event : events) {
        if (event.type().equals("message_stop")
            || event.type().equals("response.completed")
            || event.type().equals("response.incomplete")
            || event.data().equals("[DONE]")) {
          end++;
        }
        if (event.type().equals("message_start")
            || event.type().equals("response.created")
            || event.data().toString().contains("\"role\":\"assistant\",\"content\":\"\"")) {
          start++;
        }
      }
      assertThat(start).as("seed %d", seed).isLessThanOrEqualTo(1);
      assertThat(end).as("seed %d", seed).isLessThanOrEqualTo(start);
      assertThat(stream.fault().isPresent() && end > 0).as("seed %d", seed).isFalse();
      faults += stream.fault().isPresent() ? 1 : 0;
      ends += end;
    }
    assertThat(faults).isGreaterThan(50);
    assertThat(ends).isGreaterThan(50);
  }

  /** Some of its lines are changed, left out or doubled. */
  private static byte[] mutated(String stream, Random random) {
    StringBuilder mutated = new StringBuilder();
    String[] lines = stream.split("(?<=\n)");
    for (String line : lines) {
      int brace = line.indexOf('{');
      switch (random.nextInt(30)) {
        case 0 -> {
          // Left out.
        }
        case 1 -> mutated.append(line).append(line);
        case 2 -> mutated.append(line.replace('"', ' '));
        case 3, 4, 5 -> {
          if (brace < 0) {
            mutated.append(line);
          } else {
            JsonNode data = Goldens.JSON.readTree(line.substring(brace));
            if (!data.isEmpty()) {
              Mutations.mutate(data, random);
            }
            mutated.append(line, 0, brace).append(data).append('\n');
          }
        }
        default -> mutated.append(line);
      }
    }
    return mutated.toString().getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @MethodSource("dev.devtail.router.translate.Goldens#wholes")
  void nonsenseInAnAnswerIsAFaultOrPassedOver(Whole golden) {
    for (int seed = 0; seed < 600; seed++) {
      Random random = new Random(seed);
      JsonNode answer = golden.answer().deepCopy();
      for (int i = random.nextInt(3); i >= 0; i--) {
        Mutations.mutate(answer, random);
      }
      byte[] body = answer.toString().getBytes(StandardCharsets.UTF_8);
      WholeAnswer got = golden.translation().answer(body, Goldens.context(golden.model()));
      if (got instanceof WholeAnswer.Translated translated) {
        assertThat(Goldens.JSON.readTree(translated.body()).isObject()).isTrue();
      }
    }
  }

  /** A stream that is cut is told by the gate, since its end never came. */
  @ParameterizedTest
  @MethodSource("dev.devtail.router.translate.Goldens#streams")
  void aCutStreamNeverEnds(Streamed golden) {
    byte[] bytes = golden.body();
    int cured = 0;
    int told = 0;
    for (int at = 0; at < bytes.length - 200; at += 7) {
      AnswerStream stream = golden.translation().stream(golden.context());
      StreamGate gate = new StreamGate(StreamDialect.of(golden.caller()), event -> {});
      gate.accept(stream.accept(Arrays.copyOf(bytes, at)));
      gate.accept(stream.end());
      gate.end();
      switch (gate.state()) {
        case StreamGate.State.Failed(ProviderFault fault) -> cured++;
        case StreamGate.State.Broken(ProviderFault fault) -> told++;
        case StreamGate.State.Done() -> {
          // The provider has said why it ends, if not that it does.
          assertThat(new String(bytes, 0, at, StandardCharsets.UTF_8))
              .containsAnyOf("\"finish_reason\":\"tool_calls\"", "\"finishReason\"");
        }
        case StreamGate.State.Holding(), StreamGate.State.Open() ->
            throw new AssertionError("neither ended nor failed");
      }
    }
    assertThat(cured).isPositive();
    assertThat(told).isPositive();
  }

  @Test
  void anErrorWithinAStreamIsAFaultAndNothingElse() {
    record InStream(Translation translation, String data, ProviderFault.Kind kind) {}
    Translation openAi = Translation.between(CallerProtocol.MESSAGES, ProviderProtocol.OPENAI);
    Translation anthropic =
        Translation.between(CallerProtocol.RESPONSES, ProviderProtocol.ANTHROPIC);
    Translation gemini = Translation.between(CallerProtocol.MESSAGES, ProviderProtocol.GEMINI);
    Translation ollama =
        Translation.between(CallerProtocol.CHAT_COMPLETIONS, ProviderProtocol.OLLAMA);
    for (InStream in :
        List.of(
            new InStream(
                openAi,
                "data: {\"error\":{\"message\":\"no\",\"code\":429}}\n\n",
                ProviderFault.Kind.RATE_LIMITED),
            new InStream(
                anthropic,
                "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"no\"}}\n\n",
                ProviderFault.Kind.OVERLOADED),
            new InStream(
                gemini,
                "data: {\"error\":{\"code\":503,\"message\":\"no\",\"status\":\"UNAVAILABLE\"}}\n\n",
                ProviderFault.Kind.OVERLOADED),
            new InStream(ollama, "{\"error\":\"no\"}\n", ProviderFault.Kind.SERVER_ERROR))) {
      AnswerStream stream = in.translation().stream(CONTEXT);
      assertThat(stream.accept(in.data().getBytes(StandardCharsets.UTF_8))).isEmpty();
      assertThat(stream.end()).isEmpty();
      assertThat(stream.fault()).contains(new ProviderFault(in.kind(), "no"));
    }
  }

  /** What a provider has told before it broke off is paid. */
  @Test
  void whatWasUsedIsKnownThoughTheStreamIsCut() {
    AnswerStream gemini =
        Translation.between(CallerProtocol.MESSAGES, ProviderProtocol.GEMINI).stream(CONTEXT);
    gemini.accept(
        """
        data: {"candidates":[{"content":{"parts":[{"text":"x"}]}}],"usageMetadata":{"promptTokenCount":7,"candidatesTokenCount":2}}

        """
            .getBytes(StandardCharsets.UTF_8));
    gemini.end();
    assertThat(gemini.usage()).contains(new Usage(7, 0, 0, 0, 2, 0, 0));
    AnswerStream anthropic =
        Translation.between(CallerProtocol.RESPONSES, ProviderProtocol.ANTHROPIC).stream(CONTEXT);
    anthropic.accept(
        """
        event: message_start
        data: {"type":"message_start","message":{"usage":{"input_tokens":7,"output_tokens":1}}}

        event: message_delta
        data: {"type":"message_delta","delta":{},"usage":{"output_tokens":9}}

        """
            .getBytes(StandardCharsets.UTF_8));
    anthropic.end();
    assertThat(anthropic.usage()).contains(new Usage(7, 0, 0, 0, 9, 0, 0));
  }
}
