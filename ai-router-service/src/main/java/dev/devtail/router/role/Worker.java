package dev.devtail.router.role;

/**
 * Who has a role.
 *
 * @param model as a caller of models names it
 * @param template reference of the role's instructions
 */
public record Worker(String model, String template) {}
