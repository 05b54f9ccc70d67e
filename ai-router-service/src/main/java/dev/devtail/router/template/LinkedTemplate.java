package dev.devtail.router.template;

import dev.devtail.router.template.TemplateException.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A template that can be rendered.
 *
 * @param mustache whose names are all among the template's parameters
 */
record LinkedTemplate(Template template, com.samskivert.mustache.Template mustache) {

  /**
   * @throws TemplateException if parameters are missing, unknown, or not what it takes, or the text
   *     is too long
   */
  Rendered render(Map<String, String> given) {
    Map<String, String> values = values(given);
    BoundedWriter text = new BoundedWriter(template.reference());
    mustache.execute(values, text);
    return new Rendered(template.reference(), text.toString());
  }

  private Map<String, String> values(Map<String, String> given) {
    List<String> wrong = new ArrayList<>();
    List<String> fields = new ArrayList<>();
    Map<String, String> values = new LinkedHashMap<>();
    for (TemplateParameter parameter : template.parameters()) {
      String name = parameter.name();
      String value = given.getOrDefault(name, parameter.defaultValue().orElse(null));
      Optional<String> whyNot =
          value == null
              ? Optional.of("%s: missing (expected: %s)".formatted(name, parameter.description()))
              : parameter.whyNot(value);
      whyNot.ifPresent(
          why -> {
            wrong.add(why);
            fields.add(name);
          });
      if (value != null) {
        values.put(name, value);
      }
    }
    for (String name : given.keySet().stream().sorted().toList()) {
      if (!values.containsKey(name) && !fields.contains(name)) {
        wrong.add("%s: there is no such parameter (expected: %s)".formatted(name, names()));
        fields.add(name);
      }
    }
    if (!wrong.isEmpty()) {
      throw new TemplateException(
          Kind.PARAMETERS,
          "%s: %s".formatted(template.reference(), String.join("; ", wrong)),
          "parameters." + fields.getFirst());
    }
    return values;
  }

  private String names() {
    return template.parameters().isEmpty()
        ? "none"
        : String.join(", ", template.parameters().stream().map(TemplateParameter::name).toList());
  }
}
