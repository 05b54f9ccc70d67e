package dev.devtail.kit.workspace.secret;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretBlotterTest {

  private static final String LETTERS_AND_DIGITS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

  private final SecretBlotter blotter = SecretBlotter.builtIn();

  /** Made anew each time, so that none stands in a file of ours. */
  private static String random(int length) {
    Random random = new Random(length);
    return random
        .ints(length, 0, LETTERS_AND_DIGITS.length())
        .mapToObj(i -> String.valueOf(LETTERS_AND_DIGITS.charAt(i)))
        .collect(Collectors.joining());
  }

  private String blotted(String text) {
    return new String(blotter.blot("src/A.java", text.getBytes(UTF_8)).content(), UTF_8);
  }

  static Stream<String> secrets() {
    return Stream.of(
        "sk-ant-" + "api03-" + random(80),
        "sk-proj-" + random(60),
        "AIza" + random(35),
        "AKIA" + "Q3EGRIJKLMNO2X7P",
        "ghp_" + random(36),
        "github_pat_" + random(82),
        "glpat-" + random(20),
        "xoxb-" + "123456789012-1234567890123-" + random(24),
        "sk_live_" + random(24),
        "npm_" + random(36),
        "hf_" + random(34),
        "eyJ" + random(30) + ".eyJ" + random(40) + "." + random(43));
  }

  @ParameterizedTest
  @MethodSource("secrets")
  void aSecretIsBlottedOutWhereverItStands(String secret) {
    for (String text :
        List.of(
            secret,
            "key = \"" + secret + "\";\nnext();\n",
            "x".repeat(5_000) + " " + secret + " " + "y".repeat(5_000),
            "\u00E4\uD83D\uDE00 '" + secret + "' \u00E4\n")) {
      String result = blotted(text);
      assertThat(result).doesNotContain(secret).contains("[secret: ");
      assertThat(result.lines().count()).isEqualTo(text.lines().count());
      assertThat(result.replaceFirst("\\[secret: [a-z0-9-]+]", ""))
          .isEqualTo(text.replace(secret, ""));
    }
  }

  @Test
  void aKeyKeepsItsLines() {
    String key =
        Stream.generate(() -> random(64)).limit(25).collect(Collectors.joining("\n", "\n", "\n"));
    String text =
        "a\n-----BEGIN RSA " + "PRIVATE KEY-----" + key + "-----END RSA PRIVATE KEY-----\nb\n";
    String result = blotted(text);
    assertThat(result).doesNotContain(random(64)).startsWith("a\n").endsWith("\nb\n");
    assertThat(result.lines().count()).isEqualTo(text.lines().count());
  }

  @Test
  void aPasswordInAnAddressIsOne() {
    assertThat(blotted("url: postgres://ada:" + "hK3!vQ9z" + "@db.example.org/x"))
        .isEqualTo("url: postgres://ada:[secret: password-in-url]@db.example.org/x");
    assertThat(blotted("http://localhost:8080/a@b")).isEqualTo("http://localhost:8080/a@b");
    assertThat(blotted("postgres://${USER}:${PASSWORD}@db")).contains("${PASSWORD}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "String apiKey = request.header(\"x-api-key\");",
        "if (token == null) throw new IllegalArgumentException(\"token: null\");",
        "import org.example.security.AuthenticationTokenProvider;",
        "AKIAIOSFODNN7EXAMPLE",
        "-----BEGIN PUBLIC KEY-----",
        "monkey = turkey + donkey"
      })
  void whatIsNoneStays(String text) {
    assertThat(blotter.blot("A.java", text.getBytes(UTF_8)).rules()).isEmpty();
    assertThat(blotted(text)).isEqualTo(text);
  }

  @Test
  void textsInUtf16AreReadToo() {
    String secret = "ghp_" + random(36);
    for (Charset charset : List.of(UTF_16LE, UTF_16BE)) {
      byte[] text = ("\uFEFFa\n" + secret + "\n").getBytes(charset);
      Blotted result = blotter.blot("a.txt", text);
      assertThat(new String(result.content(), charset))
          .startsWith("\uFEFFa\n[secret: ")
          .doesNotContain(secret);
    }
  }

  /** Whatever is around it, also what is no UTF-8, is as it was. */
  @Test
  void allButTheSecretStays() {
    Random random = new Random(7);
    String secret = "glpat-" + random(20);
    for (int round = 0; round < 200; round++) {
      byte[] before = new byte[random.nextInt(2_000)];
      random.nextBytes(before);
      byte[] after = new byte[random.nextInt(2_000)];
      random.nextBytes(after);
      byte[] middle = (" " + secret + " ").getBytes(UTF_8);
      byte[] text = Arrays.copyOf(before, before.length + middle.length + after.length);
      System.arraycopy(middle, 0, text, before.length, middle.length);
      System.arraycopy(after, 0, text, before.length + middle.length, after.length);
      if (text[0] == (byte) 0xFE || text[0] == (byte) 0xFF) {
        text[0] = ' ';
        if (before.length > 0) {
          before[0] = ' ';
        }
      }
      byte[] result = blotter.blot("a", text).content();
      assertThat(new String(result, UTF_8)).doesNotContain(secret);
      assertThat(Arrays.copyOf(result, before.length)).isEqualTo(before);
      assertThat(Arrays.copyOfRange(result, result.length - after.length, result.length))
          .isEqualTo(after);
    }
  }

  @Test
  void gitleaksRulesAreInTheBuild() {
    boolean present = SecretRules.class.getResource(SecretRules.GITLEAKS) != null;
    assumeTrue(present || Boolean.getBoolean("devtail.strict"), "built without npm");
    assertThat(present).isTrue();
    assertThat(SecretRules.builtIn().rules()).hasSizeGreaterThan(200);
    String text = "heroku_api_key = \"" + "3f1c9a52-7be4-4d0a-9c6e-51f0a7d2b8e3" + "\"";
    assertThat(blotter.blot("a.py", text.getBytes(UTF_8)).rules()).isNotEmpty();
  }

  @Test
  void entropyIsShannons() {
    assertThat(SecretRule.entropyOf("aaaa")).isZero();
    assertThat(SecretRule.entropyOf("abcd")).isCloseTo(2, within(1e-9));
    assertThat(SecretRule.entropyOf("aabb")).isCloseTo(1, within(1e-9));
  }
}
