package dev.devtail.router.translate.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.router.translate.json.Json;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes to callers comes back as it went. */
class IdsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"call_1", "functions.Bash:0", "ü", "", "call_b64_x!", "a_gsig_b", "call_b64_"})
  void anIdComesBackAsItWas(String id) {
    ToolId plain = ToolId.of(id);
    ToolId signed = new ToolId(id, "CiQB+/==");
    if (id.matches("[a-zA-Z0-9_-]+")) {
      // Whoever makes up an id of our own form gets it back, if not as the same record.
      assertThat(ToolId.decode(plain.encoded()).encoded()).isEqualTo(plain.encoded());
    } else {
      assertThat(ToolId.decode(plain.encoded())).isEqualTo(plain);
      assertThat(ToolId.decode(signed.encoded())).isEqualTo(signed);
    }
    assertThat(plain.encoded()).matches("[a-zA-Z0-9_-]+");
    assertThat(signed.encoded()).matches("[a-zA-Z0-9_-]+");
  }

  @Test
  void aLongIdIsShortenedToTheSameEachTime() {
    ToolId id = ToolId.of("toolu_" + "x".repeat(100));
    assertThat(id.shortened(40)).hasSizeLessThanOrEqualTo(40).isEqualTo(id.shortened(40));
    assertThat(id.shortened(40)).isNotEqualTo(ToolId.of(id.id() + "y").shortened(40));
    assertThat(ToolId.of("call_1").shortened(40)).isEqualTo("call_1");
    assertThat(ToolId.of("a.b").shortened(40)).isEqualTo("a.b");
    assertThat(ToolId.of("a.b").plain(40)).matches("call_[a-zA-Z0-9_-]{20}");
  }

  @ParameterizedTest
  @EnumSource
  void aSignatureComesBackToWhomItBelongs(Signature.Origin origin) {
    Signature signature = new Signature(origin, "CiQB+/==");
    assertThat(Signature.decode(signature.encoded())).contains(signature);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "devtail.", "devtail.gemini", "devtail.nobody.eA", "devtail.gemini.!"})
  void whatIsDamagedIsNobodys(String encoded) {
    assertThat(Signature.decode(encoded)).isEqualTo(Optional.empty());
  }

  @Test
  void namesOfToolsAreFittedAndFoundAgain() {
    List<Tool.Function> tools =
        List.of("Read", "mcp__" + "x".repeat(80), "mcp__" + "x".repeat(81), "a.b", "a_b").stream()
            .map(name -> new Tool.Function(name, null, Json.emptyObjectSchema(), null, null))
            .toList();
    ToolNames names = new ToolNames(tools, 64);
    assertThat(tools.stream().map(Tool.Function::name).map(names::sent))
        .doesNotHaveDuplicates()
        .allMatch(name -> name.matches("[a-zA-Z0-9_-]{1,64}"));
    for (Tool.Function tool : tools) {
      assertThat(names.original(names.sent(tool.name()))).isEqualTo(tool.name());
    }
    assertThat(names.sent("Read")).isEqualTo("Read");
  }
}
