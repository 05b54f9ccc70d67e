package dev.devtail.router.config;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.router.role.RolePrompts;
import dev.devtail.router.template.TemplateException;
import dev.devtail.router.template.TemplateLibrary;
import java.time.Duration;
import java.util.Map;

/** {@link RolePrompts} of the library of templates: those that need no parameter. */
final class LibraryPrompts implements RolePrompts {

  private final TemplateLibrary templates;

  LibraryPrompts(TemplateLibrary templates) {
    this.templates = templates;
  }

  @Override
  public String instructions(String template) {
    try {
      return templates.render(template, Map.of()).text();
    } catch (TemplateException wrong) {
      throw new Fault(
          FaultCode.INVALID_ARGUMENT,
          "template: %s: %s".formatted(template, wrong.message()),
          "template",
          Duration.ZERO);
    }
  }
}
