package dev.devtail.context.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*.java          | src/a/B.java       | true",
        "*.java          | B.java             | true",
        "/*.java         | src/B.java         | false",
        "src/**/*.java   | src/B.java         | true",
        "src/**/*.java   | src/a/b/B.java     | true",
        "src/*.java      | src/a/B.java       | false",
        "src/*           | src/a/B.java       | true",
        "**/test/**      | a/test/b/c         | true",
        "build           | a/build/b          | true",
        "build/          | a/build/b          | true",
        "a/build         | b/a/build          | false",
        "*.{ts,tsx}      | web/x.tsx          | true",
        "*.{ts,tsx}      | web/x.css          | false",
        "?.md            | a.md               | true",
        "?.md            | ab.md              | false",
        "a*b*c           | axxbyyc            | true",
        "a*b*c           | axxbyy             | false",
        "**              | a/b                | true",
        "[x].md          | [x].md             | true",
      })
  void pathsMatchAsTheyDoInIgnoreFiles(String glob, String path, boolean matches) {
    assertThat(Glob.parse(glob).matches(path)).isEqualTo(matches);
  }

  @ParameterizedTest
  @CsvSource({"''", "a{b", "a}b", "'{a,{b}}'", "a**b", "../x", "a//b", "./x"})
  void whatIsNoGlobIsRefused(String glob) {
    assertThatThrownBy(() -> Glob.parse(glob))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("(expected: ");
    assertThatThrownBy(() -> Glob.parse("{a,b}".repeat(7)))
        .hasMessageContaining("at most 64 alternatives");
  }

  @Test
  void manyStarsTakeNoTime() {
    Glob glob = Glob.parse("**/".repeat(60) + "*a".repeat(90) + "b");
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () -> assertThat(glob.matches("a/".repeat(200) + "a".repeat(200))).isFalse());
  }
}
