package dev.devtail.router.template;

/**
 * A template with its parameters filled in.
 *
 * @param reference which one it was made of, {@code name@version}
 */
public record Rendered(String reference, String text) {}
