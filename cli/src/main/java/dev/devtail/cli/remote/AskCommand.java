package dev.devtail.cli.remote;

import dev.devtail.cli.ExitCodes;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** Asks a model one question. */
@Command(
    name = "ask",
    mixinStandardHelpOptions = true,
    description = "Ask a model, and print its answer as it comes.",
    footer = {
      "",
      "A - stands for what is piped in:",
      "  devtail ask 'What does this do?' - < Makefile",
      "With a template, its parameters are set instead; devtail templates lists them:",
      "  git diff --staged | devtail ask --template commit-message --set diff=@-"
    })
public final class AskCommand implements Callable<Integer> {

  /** What is read from a pipe, in bytes; a model takes hardly more. */
  private static final int MAX_PIPED_BYTES = 8 << 20;

  private static final String PIPED = "-";

  /** Taken where none is named, by what their names contain. */
  private static final List<String> PREFERRED = List.of("claude-sonnet", "gpt-5", "gemini-2.5-pro");

  @Spec private CommandSpec spec;
  @Mixin private GatewayOptions gateway;

  @Parameters(
      arity = "0..*",
      paramLabel = "QUESTION",
      description = "In one or more words; - for standard input. Behind a template: what to add.")
  private List<String> words = List.of();

  @Option(
      names = "--template",
      paramLabel = "NAME[@VERSION]",
      description = "Ask what this template says. See: devtail templates")
  private @Nullable String template;

  @Mixin private TemplateValues values;

  @Option(
      names = {"-m", "--model"},
      description = "Default: $DEVTAIL_MODEL, else a good one of those that there are.")
  private @Nullable String model;

  @Option(names = "--usage", description = "Tell on standard error what was used.")
  private boolean usage;

  private AskCommand() {}

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    String asked =
        words.stream().filter(word -> !word.equals(PIPED)).collect(Collectors.joining(" "));
    String question =
        Stream.of(prompt(), asked, words.contains(PIPED) ? piped() : "")
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining("\n\n"));
    try (ModelCalls calls = new ModelCalls(gateway)) {
      JsonNode used =
          calls.ask(
              ModelCalls.question(chosen(calls), question),
              text -> {
                out.print(text);
                out.flush();
              });
      out.println();
      if (usage) {
        spec.commandLine().getErr().println(used);
      }
    }
    return ExitCodes.OK;
  }

  /** What the template says; empty where none is named. */
  private String prompt() {
    if (template == null) {
      if (words.isEmpty() || !values.isEmpty()) {
        throw new ParameterException(
            spec.commandLine(),
            words.isEmpty()
                ? "Ask something, or name a --template."
                : "--set is for a --template.");
      }
      return "";
    }
    try (TemplateCalls templates = new TemplateCalls(gateway)) {
      return templates.render(template, values.read(spec.commandLine())).path("text").asString();
    }
  }

  private String piped() throws IOException {
    byte[] bytes = System.in.readNBytes(MAX_PIPED_BYTES + 1);
    if (bytes.length > MAX_PIPED_BYTES) {
      throw new ParameterException(
          spec.commandLine(), "More than %d MB were piped in.".formatted(MAX_PIPED_BYTES >> 20));
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private String chosen(ModelCalls calls) {
    String named = model == null ? System.getenv("DEVTAIL_MODEL") : model;
    if (named != null) {
      return named;
    }
    List<String> all =
        StreamSupport.stream(calls.models().path("data").spliterator(), false)
            .map(one -> one.path("id").asString())
            .toList();
    return PREFERRED.stream()
        .flatMap(good -> all.stream().filter(one -> one.contains(good)))
        .findFirst()
        .or(() -> all.stream().findFirst())
        .orElseThrow(
            () ->
                new ParameterException(
                    spec.commandLine(), "No models are known; name one with --model."));
  }
}
