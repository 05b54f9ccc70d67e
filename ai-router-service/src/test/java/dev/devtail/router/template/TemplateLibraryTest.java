package dev.devtail.router.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateLibraryTest {

  private static final String GREETING =
      """
      ---
      description: Greets.
      parameters:
        name: {description: who is greeted, max-length: 20}
        tone: {description: how, default: kind, allowed: [kind, "", curt]}
      ---
      Hello {{name}}!{{#tone}} I am {{tone}}.{{/tone}}
      """;

  @TempDir private Path directory;

  @BeforeEach
  void greeting() throws IOException {
    write("greeting.1.mustache", GREETING);
  }

  private void write(String file, String text) throws IOException {
    Path path = directory.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private static String body(String text) {
    return "---\ndescription: A test.\n---\n" + text;
  }

  private TemplateLibrary library() {
    return TemplateLibrary.with(directory);
  }

  private static void assertKind(Throwable thrown, TemplateException.Kind kind) {
    assertThat(thrown)
        .isInstanceOfSatisfying(
            TemplateException.class, wrong -> assertThat(wrong.kind()).isEqualTo(kind));
  }

  @Test
  void fillsParametersInAndTakesDefaults() {
    assertThat(library().render("greeting", Map.of("name", "Ada")))
        .isEqualTo(new Rendered("greeting@1", "Hello Ada! I am kind."));
  }

  @Test
  void leavesASectionOutWhoseParameterIsEmpty() {
    assertThat(library().render("greeting", Map.of("name", "Ada", "tone", "")).text())
        .isEqualTo("Hello Ada!");
  }

  @Test
  void namesWhatIsMissingAndWhatNobodyKnows() {
    assertThatThrownBy(() -> library().render("greeting", Map.of("nmae", "Ada")))
        .hasMessage(
            "greeting@1: name: missing (expected: who is greeted);"
                + " nmae: there is no such parameter (expected: name, tone)")
        .satisfies(thrown -> assertKind(thrown, TemplateException.Kind.PARAMETERS))
        .extracting("field")
        .isEqualTo("parameters.name");
  }

  @Test
  void refusesValuesThatAParameterDoesNotTake() {
    Map<String, String> wrong = Map.of("name", "a".repeat(21), "tone", "rude");
    assertThatThrownBy(() -> library().render("greeting", wrong))
        .hasMessage(
            "greeting@1: name: 21 characters (expected: at most 20);"
                + " tone: rude (expected: kind or (nothing) or curt)");
    assertThatThrownBy(() -> library().render("greeting", Map.of("name", " ")))
        .hasMessage("greeting@1: name: empty (expected: who is greeted)");
  }

  @Test
  void takesTheNewestUnlessAVersionIsNamed() throws IOException {
    write("greeting.10.mustache", body("ten"));
    write("greeting.9.mustache", body("nine"));

    TemplateLibrary library = library();

    assertThat(library.render("greeting", Map.of()).text()).isEqualTo("ten");
    assertThat(library.render("greeting@9", Map.of()).text()).isEqualTo("nine");
    assertThat(library.versions("greeting")).containsExactly(1, 9, 10);
    assertThat(library.templates()).extracting(Template::reference).contains("greeting@10");
  }

  @Test
  void anOperatorsTemplateStandsInThePlaceOfAShippedOne() throws IOException {
    write("commit-message.1.mustache", body("mine"));

    TemplateLibrary library = library();

    assertThat(library.render("commit-message", Map.of()).text()).isEqualTo("mine");
    assertThat(library.find("commit-message@1"))
        .hasValueSatisfying(template -> assertThat(template.shipped()).isFalse());
  }

  @Test
  void saysWhichTemplatesThereAre() {
    assertThatThrownBy(() -> library().render("greeting@7", Map.of()))
        .hasMessage("There is no template greeting@7. There are: greeting@1.")
        .satisfies(thrown -> assertKind(thrown, TemplateException.Kind.UNKNOWN));
    assertThatThrownBy(() -> library().render("greetings", Map.of()))
        .hasMessageContaining("There is no template greetings. There are: commit-message, ");
    assertThat(library().find("../greeting")).isEmpty();
  }

  @Test
  void includesPartialsWithTheParametersOfTheTemplate() throws IOException {
    write("both.1.mustache", GREETING.replace("Hello {{name}}!", "Dear\n{{> parts/_name@1}}\nyou"));
    write("parts/_name.1.mustache", body("<{{name}}>"));

    TemplateLibrary library = library();

    assertThat(library.render("both", Map.of("name", "Ada", "tone", "")).text())
        .isEqualTo("Dear\n<Ada>\nyou");
    assertThat(library.get("both").partials()).containsExactly("parts/_name@1");
    assertThat(library.find("parts/_name@1")).isEmpty();
  }

  /** No escaping, no second evaluation: what is given stands in the text as it is. */
  @Test
  void rendersEveryValueVerbatim() throws IOException {
    write(
        "echo.1.mustache",
        """
        ---
        description: Says it again.
        parameters:
          one: {description: any}
          other: {description: any, default: ""}
        ---
        [{{one}}|{{{other}}}|{{&one}}|{{#other}}{{one}}{{/other}}]
        """);
    TemplateLibrary library = library();
    String alphabet = "{}{}{}#/^>&!=<$ab \n\r\t\"'\\\u00e4\u20ac\ud83d\ude00one other";
    for (int seed = 0; seed < 2000; seed++) {
      Random random = new Random(seed);
      String one = "x" + text(random, alphabet);
      String other = text(random, alphabet);

      assertThat(library.render("echo", Map.of("one", one, "other", other)).text())
          .as("seed %d", seed)
          .isEqualTo(
              "[" + one + "|" + other + "|" + one + "|" + (other.isEmpty() ? "" : one) + "]");
    }
  }

  private static String text(Random random, String alphabet) {
    return IntStream.range(0, random.nextInt(30))
        .mapToObj(i -> alphabet.charAt(random.nextInt(alphabet.length())))
        .collect(StringBuilder::new, StringBuilder::append, StringBuilder::append)
        .toString();
  }

  @Test
  void boundsWhatIsRendered() throws IOException {
    write(
        "much.1.mustache",
        """
        ---
        description: Much.
        parameters:
          text: {description: any, max-length: 600000}
        ---
        {{text}}{{text}}
        """);
    assertThatThrownBy(() -> library().render("much", Map.of("text", "a".repeat(600_000))))
        .hasMessage("much@1: its text is longer than 1048576 characters. Give it less.")
        .satisfies(thrown -> assertKind(thrown, TemplateException.Kind.TOO_LONG));
  }

  /** Mistakes in a file whose name is {@code bad.1.mustache}; its body begins at line 6. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {{name}} {{other}}                | 6: other: bad@1 has no such parameter (expected: one of [name])
          {{name}} {{name.length}}          | 6: name.length: bad@1 has no such parameter
          {{name}}\\n{{#name}}{{.}}{{/name}}| 7: .: bad@1 has no such parameter
          {{name}} {{-index}}               | 6: -index: bad@1 has no such parameter
          text                              | 4: parameters.name: the text does not use it
          {{name}}\\n{{#name}}              | 7: Section missing close tag 'name'
          {{name}}\\n\\n{{/name}}           | 8: Section close tag with no open tag 'name'
          a\\n{{name                        | 7: {{name: the tag does not end
          {{name}}\\n{{}}                   | 6:
          {{name}}\\n{{> _part}}            | 7: partial _part (expected: _name@version
          {{name}}\\n{{> greeting@1}}       | 7: partial greeting@1 (expected: _name@version
          {{name}}\\n{{> _none@1}}          | 7: there is no partial _none@1
          {{name}}\\n{{<greeting}}{{/greeting}} | 7: {{<greeting}}: templates do not inherit
          {{name}}\\n{{$block}}{{/block}}   | 7: {{$block}}: templates do not inherit
          """)
  void saysWhereABodyIsWrong(String body, String message) throws IOException {
    write(
        "bad.1.mustache",
        """
        ---
        description: A test.
        parameters:
          name: {description: any}
        ---
        %s
        """
            .formatted(body.replace("\\n", "\n")));
    assertMalformed("bad.1.mustache:" + message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          no head                                   | 1: no head (expected: YAML between two lines of ---)
          ---\\ndescription: x                      | 1: no head
          ---\\n{}\\n---\\ntext                     | 1: description: empty
          ---\\ndescription: x\\n---\\n             | 4: no text behind the head
          ---\\ndescription: x\\nparams: {}\\n---\\ntext | 3: params: there is no such key (expected: description, parameters)
          ---\\ndescription: x\\ndescription: y\\n---\\ntext | 3:
          ---\\ndescription: [x\\n---\\ntext        | 2: description: not what is expected there
          ---\\ndescription: x\\nparameters:\\n  a:\\n    max-length: many\\n---\\n{{a}} | 5: parameters.a.max-length: not what is expected there
          ---\\ndescription: x\\nparameters:\\n  a:\\n---\\n{{a}} | 4: parameters.a.description: empty
          ---\\ndescription: x\\nparameters:\\n  a: {description: d, max-length: 0}\\n---\\n{{a}} | 4: parameters.a.max-length: 0 (expected: 1 to 1048576)
          ---\\ndescription: x\\nparameters:\\n  a: {description: d, allowed: [b], default: c}\\n---\\n{{a}} | 4: parameters.a.default: a: c (expected: b)
          ---\\ndescription: x\\nparameters:\\n  a.b: {description: d}\\n---\\n{{a}} | 4: parameters: a.b (expected: letters, digits, - and _)
          """)
  void saysWhereAHeadIsWrong(String text, String message) throws IOException {
    write("bad.1.mustache", text.replace("\\n", "\n"));
    assertMalformed("bad.1.mustache:" + message);
  }

  private void assertMalformed(String message) {
    assertThatThrownBy(this::library)
        .satisfies(thrown -> assertKind(thrown, TemplateException.Kind.MALFORMED))
        .message()
        .startsWith(message.replaceFirst(":(\\d+): ?", ":$1: "));
  }

  @Test
  void refusesPartialsThatIncludeEachOther() throws IOException {
    write("_a.1.mustache", body("{{> _b@1}}"));
    write("_b.1.mustache", body("\n{{> _a@1}}"));
    assertMalformed("_b.1.mustache:5: partial _a@1 includes itself");
  }

  @Test
  void boundsHowDeepPartialsAre() throws IOException {
    for (int depth = 1; depth <= 9; depth++) {
      write("_p%d.1.mustache".formatted(depth), body("{{> _p%d@1}}".formatted(depth + 1)));
    }
    write("_p10.1.mustache", body("the end"));
    assertMalformed("_p9.1.mustache:4: partials are deeper than 8 in each other");
  }

  @Test
  void boundsHowManyPartialsAre() throws IOException {
    write("_a.1.mustache", body("{{> _b@1}}".repeat(20)));
    write("_b.1.mustache", body("{{> _c@1}}".repeat(20)));
    write("_c.1.mustache", body("c"));
    assertMalformed("_b.1.mustache:4: more than 200 partials");
  }

  @Test
  void boundsFiles() throws IOException {
    write("big.1.mustache", body("a".repeat(64 * 1024)));
    assertMalformed("big.1.mustache:1: 65565 characters (expected: at most 65536)");
  }

  @Test
  void refusesOtherNamesOfFiles() throws IOException {
    write("Review.mustache", body("a"));
    assertMalformed("Review.mustache:1: the name of this file (expected: name.version.mustache)");
  }

  @Test
  void refusesADirectoryThatIsNotThere() {
    assertThatThrownBy(() -> TemplateLibrary.with(directory.resolve("none")))
        .hasMessageContaining("none: cannot be read: ");
  }
}
