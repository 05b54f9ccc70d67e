package dev.devtail.router.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemplateConfigurationTest {

  private final TemplateConfiguration configuration = new TemplateConfiguration();

  @TempDir private Path directory;

  @Test
  void takesThoseOfTheOperatorBesideTheShippedOnes() throws IOException {
    Files.writeString(directory.resolve("mine.1.mustache"), "---\ndescription: x\n---\ntext");

    assertThat(configuration.templateLibrary(new TemplateProperties(directory)).templates())
        .extracting(template -> template.reference())
        .contains("mine@1", "review@1");
  }

  @Test
  void refusesToStartWithAMistakeAndNamesItsLine() throws IOException {
    Files.writeString(directory.resolve("mine.1.mustache"), "---\ndescription: x\n---\n{{a}}\n");

    assertThatThrownBy(() -> configuration.templateLibrary(new TemplateProperties(directory)))
        .hasMessageStartingWith(
            "devtail.router.templates.directory: %s: mine.1.mustache:4: a: mine@1 has no such"
                .formatted(directory));
  }
}
