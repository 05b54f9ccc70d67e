package dev.devtail.router.config;

import dev.devtail.kit.fault.Fault;
import dev.devtail.router.role.Role;
import dev.devtail.router.role.RolePrompts;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** {@link RolePrompts} of the templates that come with DevTail. */
final class ShippedPrompts implements RolePrompts {

  private static final String HEAD_END = "\n---\n";

  @Override
  public String instructions(String template) {
    Role role =
        Arrays.stream(Role.values())
            .filter(one -> template.matches("roles/" + one.label() + "(@1)?"))
            .findFirst()
            .orElseThrow(
                () -> Fault.invalid("template", template, "roles/planner, editor or reviewer"));
    String file = "/dev/devtail/router/template/library/roles/" + role.label() + ".1.mustache";
    try (InputStream text = ShippedPrompts.class.getResourceAsStream(file)) {
      if (text == null) {
        throw new IllegalStateException("There is no resource " + file);
      }
      String whole = new String(text.readAllBytes(), StandardCharsets.UTF_8);
      return whole.substring(whole.indexOf(HEAD_END) + HEAD_END.length()).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
