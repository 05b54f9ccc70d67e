package dev.devtail.router.template;

import java.util.List;

/**
 * A template, for those who choose one.
 *
 * @param name unique together with its version
 * @param version from 1
 * @param description for people
 * @param parameters in the order in which they are written down
 * @param partials which others it includes, {@code name@version}
 * @param shipped whether it comes with DevTail; else it is the operator's
 * @param text in Mustache, without its head
 */
public record Template(
    String name,
    int version,
    String description,
    List<TemplateParameter> parameters,
    List<String> partials,
    boolean shipped,
    String text) {

  public Template {
    parameters = List.copyOf(parameters);
    partials = List.copyOf(partials);
  }

  /** {@code name@version} */
  public String reference() {
    return name + "@" + version;
  }
}
