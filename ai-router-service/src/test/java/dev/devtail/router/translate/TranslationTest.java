package dev.devtail.router.translate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.router.translate.Goldens.Request;
import dev.devtail.router.translate.Goldens.Streamed;
import dev.devtail.router.translate.Goldens.Whole;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the documents of the protocols say, by example. */
class TranslationTest {

  @ParameterizedTest
  @MethodSource("dev.devtail.router.translate.Goldens#requests")
  void aRequestIsWrittenAsItsProviderWantsIt(Request golden) {
    ProviderRequest request =
        Translation.between(golden.caller(), golden.provider())
            .request(golden.body(), golden.model());
    assertThat(Goldens.JSON.readTree(request.body())).isEqualTo(golden.expected());
    assertThat(request.dropped()).containsExactlyInAnyOrderElementsOf(golden.dropped());
  }

  @ParameterizedTest
  @MethodSource("dev.devtail.router.translate.Goldens#wholes")
  void anAnswerIsWrittenAsItsCallerReadsIt(Whole golden) {
    WholeAnswer answer =
        golden.translation().answer(golden.body(), Goldens.context(golden.model()));
    assertThat(answer).isInstanceOf(WholeAnswer.Translated.class);
    byte[] body = ((WholeAnswer.Translated) answer).body();
    assertThat(Goldens.JSON.readTree(body)).isEqualTo(golden.expected());
  }

  @ParameterizedTest
  @MethodSource("dev.devtail.router.translate.Goldens#streams")
  void aStreamIsWrittenAsItsCallerReadsIt(Streamed golden) {
    AnswerStream stream = golden.translation().stream(golden.context());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(stream.accept(golden.body()));
    out.writeBytes(stream.end());
    assertThat(stream.fault()).isEmpty();
    assertThat(Goldens.events(out.toByteArray())).isEqualTo(Goldens.events(golden.expected()));
  }

  @ParameterizedTest
  @MethodSource("dev.devtail.router.translate.Goldens#streams")
  void itIsTheSameWhereverTheStreamIsSplit(Streamed golden) {
    byte[] bytes = golden.body();
    byte[] whole = split(golden, bytes.length);
    for (int at = 0; at < bytes.length; at++) {
      if (!Arrays.equals(split(golden, at), whole)) {
        throw new AssertionError("another stream where it is split at byte %d".formatted(at));
      }
    }
  }

  private static byte[] split(Streamed golden, int at) {
    byte[] bytes = golden.body();
    AnswerStream stream = golden.translation().stream(golden.context());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(stream.accept(Arrays.copyOf(bytes, at)));
    out.writeBytes(stream.accept(Arrays.copyOfRange(bytes, at, bytes.length)));
    out.writeBytes(stream.end());
    return out.toByteArray();
  }
}
