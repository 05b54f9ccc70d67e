package dev.devtail.router.role.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.router.usage.Usage;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class MessageAssemblyTest {

  private static final String BEGINNING =
      """
      event: message_start
      data: {"type":"message_start","message":{"usage":{"input_tokens":10,"output_tokens":1}}}

      event: content_block_start
      data: {"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}

      event: content_block_delta
      data: {"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"Let me "}}

      event: content_block_delta
      data: {"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"see."}}

      event: content_block_delta
      data: {"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"c2lnbmVk"}}

      event: content_block_stop
      data: {"type":"content_block_stop","index":0}

      event: content_block_start
      data: {"type":"content_block_start","index":1,"content_block":{"type":"text","text":""}}

      event: content_block_stop
      data: {"type":"content_block_stop","index":1}

      event: content_block_start
      data: {"type":"content_block_start","index":2,"content_block":{"type":"tool_use","id":"toolu_1","name":"read_file","input":{}}}

      event: content_block_delta
      data: {"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"{\\"path\\": \\"gr"}}

      """;

  private static final String END =
      """
      event: content_block_delta
      data: {"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"üße.txt\\"}"}}

      event: content_block_stop
      data: {"type":"content_block_stop","index":2}

      event: message_delta
      data: {"type":"message_delta","delta":{"stop_reason":"tool_use"},"usage":{"output_tokens":20}}

      event: message_stop
      data: {"type":"message_stop"}

      """;

  private static final String MESSAGE =
      """
      [{"type":"thinking","thinking":"Let me see.","signature":"c2lnbmVk"},
       {"type":"tool_use","id":"toolu_1","name":"read_file","input":{"path":"grüße.txt"}}]
      """;

  private final MessageAssembly message = new MessageAssembly();

  private void add(String text) {
    message.add(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void messageIsPutTogetherWhateverThePieces() {
    for (byte one : (BEGINNING + END).getBytes(StandardCharsets.UTF_8)) {
      message.add(new byte[] {one});
    }

    assertThat(message.broken()).isEmpty();
    assertThat((Object) message.content()).isEqualTo(JsonMapper.shared().readTree(MESSAGE));
    assertThat(message.usage()).contains(new Usage(10, 0, 0, 0, 20, 0, 0));
  }

  @Test
  void streamThatEndsTooSoonIsBroken() {
    add(BEGINNING);

    assertThat(message.broken()).contains("The model's answer was cut off.");
    assertThat(message.usage()).isPresent();
  }

  @Test
  void errorInTheStreamIsTold() {
    add(BEGINNING);
    add(
        """
        event: error
        data: {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}

        """);

    assertThat(message.broken()).contains("Overloaded");
  }

  @Test
  void inputThatWasCutOffIsEmpty() {
    add(BEGINNING);
    add(
        """
        event: content_block_stop
        data: {"type":"content_block_stop","index":2}

        event: message_stop
        data: {"type":"message_stop"}

        """);

    assertThat(message.broken()).isEmpty();
    assertThat(message.content().get(1).path("input").isEmpty()).isTrue();
  }

  @Test
  void whatIsNoJsonIsBroken() {
    add("data: {\n\n");

    assertThat(message.broken()).contains("The model's answer cannot be read.");
  }
}
