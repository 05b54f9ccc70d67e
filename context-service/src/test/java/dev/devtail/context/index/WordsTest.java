package dev.devtail.context.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {

  private static Set<Long> words(String text) {
    Set<Long> words = new HashSet<>();
    Words.of(text, (word, compound) -> words.add(word));
    return words;
  }

  @ParameterizedTest
  @CsvSource({
    "parseHTTPHeader, parse http header",
    "parse_http_header, PARSE_HTTP_HEADERS",
    "URLs, url",
    "utf8Decoder, utf 8decoder",
    "caches, cache",
    "getX, get"
  })
  void oneWritingFindsTheOther(String written, String asked) {
    Set<Long> parts = new HashSet<>();
    Words.of(
        asked,
        (word, compound) -> {
          if (!compound) {
            parts.add(word);
          }
        });
    assertThat(words(written)).containsAll(parts);
  }

  @Test
  void anIdentifierIsFoundAsAWhole() {
    assertThat(words("x = file_name;")).contains(Words.whole("fileName"));
    assertThat(words("fileName(x)")).contains(Words.whole("FILE_NAME"));
    assertThat(words("file name")).doesNotContain(Words.whole("fileName"));
  }

  @Test
  void whatIsNoWordIsLeftOut() {
    assertThat(words("a + b == { } ; // 123456789")).isEmpty();
  }

  @Test
  void classAndProcessKeepTheirEnd() {
    assertThat(words("class")).doesNotContain(Words.whole("clas"));
    assertThat(words("status")).isEqualTo(words("Status")).isNotEqualTo(words("statu"));
  }

  @Test
  void lettersOfOtherScriptsAreLetters() {
    assertThat(words("größe")).isEqualTo(words("größe")).hasSize(1).isNotEqualTo(words("große"));
  }

  @Test
  void onlyIdentifiersOfSeveralWordsAreCompound() {
    List<Boolean> compounds = new ArrayList<>();
    Words.of("open openFile", (word, compound) -> compounds.add(compound));
    assertThat(compounds).containsExactly(false, false, false, true);
  }
}
