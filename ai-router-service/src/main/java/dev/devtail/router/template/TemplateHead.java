package dev.devtail.router.template;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.exc.PropertyBindingException;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The head of a template: what it is for, and what it is filled with. */
record TemplateHead(String description, List<TemplateParameter> parameters) {

  private static final int DEFAULT_MAX_LENGTH = 100_000;

  private static final int MAX_PARAMETERS = 32;

  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,63}");

  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  /** As it is written. */
  record Written(
      @Nullable String description,
      @Nullable LinkedHashMap<String, @Nullable WrittenParameter> parameters) {}

  /** As it is written. */
  record WrittenParameter(
      @Nullable String description,
      @JsonProperty("default") @Nullable String defaultValue,
      @JsonProperty("max-length") @Nullable Integer maxLength,
      @Nullable List<String> allowed) {

    static final WrittenParameter EMPTY = new WrittenParameter(null, null, null, null);
  }

  /**
   * @param yaml with lines that are numbered as the source's
   * @throws TemplateException names the line
   */
  static TemplateHead read(TemplateSource source, String yaml) {
    Written written;
    try {
      written = YAML.readValue(yaml, Written.class);
    } catch (JacksonException mistake) {
      int line = mistake.getLocation() == null ? 1 : mistake.getLocation().getLineNr();
      throw source.wrong(Math.max(1, line), whatIsWrong(mistake));
    }
    if (written == null || written.description() == null || written.description().isBlank()) {
      throw source.wrong(1, "description: empty (expected: what the template is for)");
    }
    return new TemplateHead(
        written.description().strip(),
        parameters(
            source, Objects.requireNonNullElseGet(written.parameters(), LinkedHashMap::new)));
  }

  private static String whatIsWrong(JacksonException mistake) {
    return switch (mistake) {
      case PropertyBindingException unknown ->
          "%s: there is no such key (expected: %s)"
              .formatted(
                  path(unknown),
                  unknown.getKnownPropertyIds().stream()
                      .map(Object::toString)
                      .sorted()
                      .collect(Collectors.joining(", ")));
      case DatabindException value when !value.getPath().isEmpty() ->
          "%s: not what is expected there".formatted(path(value));
      default -> mistake.getOriginalMessage().lines().findFirst().orElse("not YAML");
    };
  }

  private static String path(DatabindException mistake) {
    return mistake.getPath().stream()
        .map(step -> step.getPropertyName() == null ? "[]" : step.getPropertyName())
        .collect(Collectors.joining("."));
  }

  private static List<TemplateParameter> parameters(
      TemplateSource source, Map<String, @Nullable WrittenParameter> written) {
    if (written.size() > MAX_PARAMETERS) {
      throw source.wrong(
          1, "parameters: %d (expected: at most %d)".formatted(written.size(), MAX_PARAMETERS));
    }
    return written.entrySet().stream()
        .map(
            entry ->
                parameter(
                    source,
                    entry.getKey(),
                    Objects.requireNonNullElse(entry.getValue(), WrittenParameter.EMPTY)))
        .toList();
  }

  private static TemplateParameter parameter(
      TemplateSource source, String name, WrittenParameter written) {
    int line = source.lineOf(name);
    if (!NAME.matcher(name).matches()) {
      throw source.wrong(
          line, "parameters: %s (expected: letters, digits, - and _)".formatted(name));
    }
    String description = Objects.requireNonNullElse(written.description(), "").strip();
    if (description.isEmpty()) {
      throw source.wrong(
          line, "parameters.%s.description: empty (expected: what goes there)".formatted(name));
    }
    int maxLength = Objects.requireNonNullElse(written.maxLength(), DEFAULT_MAX_LENGTH);
    if (maxLength < 1 || maxLength > TemplateLibrary.MAX_RENDERED) {
      throw source.wrong(
          line,
          "parameters.%s.max-length: %d (expected: 1 to %d)"
              .formatted(name, maxLength, TemplateLibrary.MAX_RENDERED));
    }
    TemplateParameter parameter =
        new TemplateParameter(
            name,
            description,
            Optional.ofNullable(written.defaultValue()),
            maxLength,
            Objects.requireNonNullElse(written.allowed(), List.of()));
    parameter
        .defaultValue()
        .flatMap(parameter::whyNot)
        .ifPresent(
            why -> {
              throw source.wrong(line, "parameters.%s.default: %s".formatted(name, why));
            });
    return parameter;
  }
}
