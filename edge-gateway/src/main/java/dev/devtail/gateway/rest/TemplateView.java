package dev.devtail.gateway.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.devtail.protocol.service.v1.PromptParameter;
import dev.devtail.protocol.service.v1.PromptTemplate;
import dev.devtail.protocol.service.v1.RenderedPrompt;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A prompt template, as JSON has it, here and on the command line.
 *
 * @param reference {@code name@version}
 * @param partials which others it includes, {@code name@version}
 * @param ofOperator whether the service's operator has written it; else it comes with DevTail
 * @param versions all that there are of its name; not there in a list
 * @param text in Mustache; not there in a list
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TemplateView(
    String reference,
    String name,
    int version,
    String description,
    List<Parameter> parameters,
    List<String> partials,
    boolean ofOperator,
    @Nullable List<Integer> versions,
    @Nullable String text) {

  /**
   * What it is filled with.
   *
   * @param defaultValue not there: it has to be given
   * @param maxLength in UTF-16 characters
   * @param allowed not there: any value
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Parameter(
      String name,
      String description,
      boolean required,
      @JsonProperty("default") @Nullable String defaultValue,
      int maxLength,
      @Nullable List<String> allowed) {

    static Parameter of(PromptParameter parameter) {
      return new Parameter(
          parameter.getName(),
          parameter.getDescription(),
          !parameter.hasDefaultValue(),
          parameter.hasDefaultValue() ? parameter.getDefaultValue() : null,
          parameter.getMaxLength(),
          parameter.getAllowedCount() == 0 ? null : List.copyOf(parameter.getAllowedList()));
    }
  }

  static TemplateView of(PromptTemplate template) {
    return new TemplateView(
        template.getName() + "@" + template.getVersion(),
        template.getName(),
        template.getVersion(),
        template.getDescription(),
        template.getParametersList().stream().map(Parameter::of).toList(),
        List.copyOf(template.getPartialsList()),
        template.getOfOperator(),
        template.getVersionsCount() == 0 ? null : List.copyOf(template.getVersionsList()),
        template.getText().isEmpty() ? null : template.getText());
  }

  /** What it is to be filled with. */
  public record Filling(@Nullable Map<String, @Nullable String> parameters) {}

  /**
   * A template that is filled in.
   *
   * @param reference which one it was, {@code name@version}
   */
  public record Rendered(String reference, String text) {

    static Rendered of(RenderedPrompt rendered) {
      return new Rendered(rendered.getReference(), rendered.getText());
    }
  }
}
