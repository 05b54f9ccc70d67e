package dev.devtail.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.TextFormat;
import dev.devtail.protocol.TestVectors.Vector;
import dev.devtail.protocol.v1.ErrorCode;
import dev.devtail.protocol.v1.Frame;
import dev.devtail.protocol.v1.Frame.KindCase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The test vectors of {@code docs/protocol.md} agree with the generated classes. */
class TestVectorsTest {

  private static final Path GUIDE =
      Path.of(System.getProperty("devtail.root", ".."), "docs", "protocol.md");

  private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

  static Stream<Vector> vectors() throws IOException {
    return TestVectors.read(GUIDE).stream();
  }

  static Stream<Vector> frames() throws IOException {
    return vectors().filter(vector -> !vector.text().isEmpty());
  }

  static Stream<Vector> unreadable() throws IOException {
    return vectors().filter(vector -> vector.text().isEmpty());
  }

  @ParameterizedTest
  @MethodSource("frames")
  void bytesAreTheFrameThatTheTextSays(Vector vector) throws Exception {
    assertThat(TextFormat.printer().printToString(Frame.parseFrom(vector.bytes())))
        .isEqualTo(TextFormat.printer().printToString(frame(vector)));
  }

  @ParameterizedTest
  @MethodSource("frames")
  void textIsEncodedToTheBytes(Vector vector) throws Exception {
    String encoded = HEX.formatHex(frame(vector).toByteArray());

    if (vector.canonical()) {
      assertThat(encoded).isEqualTo(HEX.formatHex(vector.bytes()));
    } else {
      assertThat(encoded).isNotEqualTo(HEX.formatHex(vector.bytes()));
    }
  }

  @ParameterizedTest
  @MethodSource("unreadable")
  void bytesThatAreNoFrame(Vector vector) {
    assertThatThrownBy(() -> Frame.parseFrom(vector.bytes()))
        .isInstanceOf(InvalidProtocolBufferException.class);
    assertThat(vector.expect()).isEqualTo("PROTOCOL_VIOLATION closes connection");
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void saysWhoSendsItAndWhatIsToBeExpected(Vector vector) {
    Set<String> codes =
        Stream.of(ErrorCode.values())
            .map(code -> code.name().replace("ERROR_CODE_", ""))
            .collect(Collectors.toSet());

    assertThat(vector.name()).isNotBlank();
    assertThat(vector.from()).isIn("client", "gateway");
    if (!vector.expect().isEmpty()) {
      String[] words = vector.expect().split(" ", 2);
      assertThat(codes).contains(words[0]);
      assertThat(words[1]).isIn("closes connection", "closes channel");
    }
  }

  @Test
  void namesAreUnique() throws IOException {
    assertThat(vectors().map(Vector::name)).doesNotHaveDuplicates();
  }

  @Test
  void everyKindOfFrameHasOne() throws Exception {
    Set<KindCase> covered = EnumSet.noneOf(KindCase.class);
    for (Vector vector : frames().filter(vector -> vector.expect().isEmpty()).toList()) {
      covered.add(frame(vector).getKindCase());
    }

    assertThat(covered)
        .containsExactlyInAnyOrderElementsOf(
            EnumSet.complementOf(EnumSet.of(KindCase.KIND_NOT_SET)));
  }

  @Test
  void theGuideNamesEveryErrorCode() throws IOException {
    String guide = java.nio.file.Files.readString(GUIDE);
    List<String> codes =
        Stream.of(ErrorCode.values())
            .filter(code -> code != ErrorCode.UNRECOGNIZED)
            .filter(code -> code != ErrorCode.ERROR_CODE_UNSPECIFIED)
            .map(code -> "| " + code.getNumber() + " | `" + shortName(code) + "` |")
            .toList();

    assertThat(codes).allSatisfy(row -> assertThat(guide).contains(row));
  }

  private static String shortName(ErrorCode code) {
    return code.name().toUpperCase(Locale.ROOT).replace("ERROR_CODE_", "");
  }

  private static Frame frame(Vector vector) throws TextFormat.ParseException {
    return TextFormat.parse(vector.text(), Frame.class);
  }
}
