package dev.devtail.router.role;

/** What the roles are told. */
public interface RolePrompts {

  /**
   * A role's instructions.
   *
   * @param template reference, as in {@code roles/editor} or {@code roles/editor@1}
   * @throws dev.devtail.kit.fault.Fault INVALID_ARGUMENT if there is none, or it is no role's
   */
  String instructions(String template);
}
