package dev.devtail.router.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The templates that come with DevTail, against what they were when they were last read by people:
 * one golden with nothing but what is required, one with everything. A golden that is missing is
 * written beside the classes; read it, then move it into the sources.
 */
class ShippedTemplatesTest {

  private static final TemplateLibrary LIBRARY = TemplateLibrary.shipped();

  static Stream<Template> shipped() {
    return LIBRARY.templates().stream()
        .flatMap(
            newest ->
                LIBRARY.versions(newest.name()).stream()
                    .map(version -> LIBRARY.get(newest.name() + "@" + version)));
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void readsAsItWasAgreed(Template template) {
    assertAll(
        () -> assertGolden(template, "least", TemplateParameter::required),
        () -> assertGolden(template, "all", parameter -> true));
  }

  private static void assertGolden(
      Template template, String name, Predicate<TemplateParameter> given) throws IOException {
    String text = LIBRARY.render(template.reference(), values(template, given)).text();
    String file = "golden/%s.%s.txt".formatted(template.reference(), name);
    try (InputStream golden = ShippedTemplatesTest.class.getResourceAsStream(file)) {
      if (golden == null) {
        Path written = directory().resolve(file);
        Files.createDirectories(Objects.requireNonNull(written.getParent()));
        Files.writeString(written, text);
      }
      assertThat(golden).as("a golden; what it would be is in target/test-classes").isNotNull();
      assertThat(text)
          .as(file)
          .isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private static Map<String, String> values(Template template, Predicate<TemplateParameter> given) {
    return template.parameters().stream()
        .filter(given)
        .collect(Collectors.toMap(TemplateParameter::name, ShippedTemplatesTest::value));
  }

  private static String value(TemplateParameter parameter) {
    return parameter.allowed().isEmpty()
        ? "(%s)".formatted(parameter.name())
        : parameter.allowed().getLast();
  }

  private static Path directory() {
    return Path.of(
        URI.create(Objects.requireNonNull(ShippedTemplatesTest.class.getResource(".")).toString()));
  }

  @Test
  void areAllInTheIndex() throws IOException {
    Path library =
        Path.of(
            URI.create(
                Objects.requireNonNull(TemplateLibrary.class.getResource("library")).toString()));
    try (Stream<Path> files = Files.walk(library)) {
      List<String> written =
          files
              .map(file -> library.relativize(file).toString())
              .filter(file -> file.endsWith(".mustache"))
              .toList();
      assertThat(TemplateFiles.shipped())
          .extracting(TemplateSource::file)
          .containsExactlyInAnyOrderElementsOf(written);
    }
  }
}
